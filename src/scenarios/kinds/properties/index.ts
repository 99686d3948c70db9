/** `The following properties are synchronized between a <X> and a <Y>:` (D13 to D15, D24, D26) */
export { properties, propertyRow } from './row';
