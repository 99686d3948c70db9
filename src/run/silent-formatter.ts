/** A cucumber formatter that prints nothing: the run shows its own progress, and makes its reports from the messages. */
import { Formatter } from '@cucumber/cucumber';

// cucumber loads a formatter as the default export of its module.
export default class SilentFormatter extends Formatter {}
