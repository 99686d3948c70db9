/**
 * The step catalogue: every step once. Scenarios are written with these steps, and steps/ defines what each of them does.
 * The tables of docs/scenarios.md show it. A line here needs a definition (a type says so) and a scenario that uses it,
 * or it is for features that are written by hand (a test says so).
 */
import { step, stepByHand, stepWithTable, stepWithText } from './step';

export const GIVEN = {
  wholeDocument: step(
    'the whole document is switched on',
    "all sections of the document, not only the scenario's own",
  ),
  documents: step('the documents {documents} are switched on', 'all sections of these documents'),
  faults: stepWithText('these faults:', 'orders the faults of a plan, which is the text below the step'),
  synchronizedBefore: step('the engine has synchronized once before', 'one cycle'),
  equalIds: step(
    'the systems give their records equal ids',
    'the first record of each datatype has the id that the first of every other has, and so on',
  ),
  refuses: step(
    '{system} refuses whatever holds {property} of the {record}',
    'every write with that value is answered 422, until the systems accept everything again',
  ),
  omits: step(
    '{system} leaves {property} of the {record} out of its answers',
    'reads and listings show the record without it, as partial answers do; not over a native API, whose answers leave out what is empty',
  ),
  pageSize: step('the {datatype} are listed {int} at a time', "the page size of the datatype's system"),
  record: step('there is a {record}', 'a person adds a record with a new value in every property'),
  unmatched: step('there is a {record} that matches nothing', 'the same'),
  withoutMergeProperties: step(
    'there is a {record} without any merge property',
    'what merge rows compare is missing',
  ),
  sameSecond: step(
    'there are {int} {datatype}, all written in the same second',
    'as many records with one modification time',
  ),
  others: step('there are {int} {datatype} that match nothing', 'as many records'),
  holding: step('there is a {record} with {value} in {property}', 'a record with this JSON in the property'),
  blank: step('there is a {record} whose {property} is {blank}', 'a record with an empty property'),
  matching: step(
    'there is a {record} whose {property} matches {property} of the {record}',
    'a record that matches another one',
  ),
  matchingTwo: step(
    'there is a {record} whose {property} matches both {property} of the {record} and that of the {record}',
    'a list of two: its first element matches the one record, its second the other',
  ),
  otherwiseEqual: step(
    'there is a {record} that is equal to the {record} in everything that no merge row compares',
    'the other properties of the rows agree',
  ),
  duplicate: step(
    'there is a {record} with the same values as the {record}',
    'a record that agrees with another one of its datatype in every row',
  ),
  beginning: step(
    'there is a {record} whose {property} only begins like {property} of the {record}',
    'one character less; a number without its last digit',
  ),
  several: step(
    'there is a {record} with several {property}, the second of which matches {property} of the {record}',
    'a list of two, of which the second element matches',
  ),
  pair: step(
    'a {record} and a {record} match by {property} and {property}',
    'two records that agree by this row; everything else differs',
  ),
  pairInSameSecond: step(
    'a {record} and a {record} match by {property} and {property}, written in the same second',
    'the same; both have one modification time',
  ),
  newestOfPair: step(
    'a {record} and a {record} match by {property} and {property}, and the {record} was written last',
    'the same; this record is newer',
  ),
  newestOfPairEmpty: step(
    'a {record} and a {record} match by {property} and {property}, and the {record} was written last with {property} empty',
    'the same; this record is newer, and has null in the property',
  ),
  linked: step(
    'a {record} and a {record} are linked',
    'two records that agree, synchronized; precondition: what the second one lacked has come over',
  ),
  created: step(
    'a {record} has become a {record}',
    'one record, synchronized; precondition: one record was created for it, whatever its rows carried over',
  ),
  becomeToo: step(
    'the {record} has become a {record} too',
    'synchronized; precondition: one record was created for the one that there is',
  ),
  linkedToo: step(
    'a {record} and the {record} are linked too',
    'a record that agrees with the one that there is, synchronized; precondition: an edit of that one arrives in it',
  ),
};

export const WHEN = {
  synchronized: step('the systems are synchronized', 'cycles until one of them writes nothing, ten at most'),
  synchronizedMore: step(
    'the systems are synchronized {int} more times',
    'as many cycles; from here on nothing should be written',
  ),
  synchronizedTimes: step('the systems are synchronized {int} times', 'as many cycles, whatever they write'),
  restarted: step(
    'the engine is restarted and rescans everything',
    'stop, a new engine on the same state, a full cycle; from here on nothing should be written',
  ),
  added: step('a {record} is added', 'a person adds a record'),
  addedInSameSecond: step(
    'a {record} is added in the same second',
    'the same, in the same second as the action before',
  ),
  addedMatching: step(
    'a {record} is added whose {property} matches {property} of the {record}',
    'a person adds a record that matches another one',
  ),
  addedMatchingTwo: step(
    'a {record} is added whose {property} matches {property} of the {record}, and whose {property} matches {property} of the {record}',
    'a person adds a record that matches two others',
  ),
  edited: step(
    '{property} of the {record} is edited',
    'a person writes a value that no record has had before',
  ),
  editedInSameSecond: step(
    '{property} of the {record} is edited in the same second',
    'the same, without the second that else passes between two actions',
  ),
  editedByEngineAccount: step(
    "{property} of the {record} is edited under the engine's own account",
    "a person writes such a value under the account of the engine's token",
  ),
  editedBeforeWrite: step(
    '{property} of the {record} is edited just before the engine writes to the {record}',
    'the same, during the next synchronization: after the engine has listed, a second before its write takes effect',
  ),
  addedBeforeWrite: step(
    'a {record} is added just before the engine writes to the {record}',
    'a person adds a record during the next synchronization, a second before that write takes effect',
  ),
  reverted: step(
    '{property} of the {record} is changed back to its earlier value',
    'a person writes the value that it had before its last edit',
  ),
  editedOutsideRows: step(
    'a property of the {record} that no row names is edited',
    '`internalNote`, of the record and beside each nested property; from here on nothing should be written',
  ),
  appended: step('another {property} is added to the {record}', 'one more element at the end of a list'),
  cleared: step('{property} of the {record} is cleared', 'null, or an empty list'),
  set: step('{property} of the {record} is set to {value}', 'this JSON'),
  matched: step(
    '{property} of the {record} is changed to match {property} of the {record}',
    'from now on the two records match',
  ),
  timePasses: step('a minute passes', 'nobody does anything'),
  clockBack: step(
    'the clock of {system} goes back an hour',
    'what is written there from now on has modification times that were before',
  ),
  deleted: step('the {record} is deleted by a person', 'in its system; nothing says so but its absence'),
  merged: step(
    'the {record} is merged into the {record} by a person',
    'in their system: its id answers with the other one, and listings leave it out',
  ),
  accepted: step('the systems accept everything again', 'no fault fires any more'),
  healed: stepByHand('the faults are healed', 'no fault fires any more'),
};

export const THEN = {
  count: step('{system} has {int} {datatype}', 'the number of records of a datatype'),
  created: step(
    'one {datatype} was created for the {record}',
    'exactly one record that is not accounted for yet has got values of this one, and nothing that no row names',
  ),
  createdForEach: step('one {datatype} was created for each {datatype}', 'the same for every record'),
  createdOnce: step(
    'each of the {datatype} has become one {datatype}',
    'every record of the first holds values of one that was created, and of no other; what each row carried over is its own matter',
  ),
  linked: step('the {record} and the {record} are linked', 'an edit of the first arrives in the second'),
  notLinked: step(
    'the {record} and the {record} are not linked',
    'an edit of the first leaves the second as it is',
  ),
  linkedToNothing: step(
    'the {record} is linked to nothing',
    'an edit of it leaves every record of the other side as it is',
  ),
  untouched: step('the {record} is untouched', 'same values, same version'),
  arrived: step(
    'the edit has arrived in {property} of the {record}',
    "the property holds the latest edit that leads here, in this side's form",
  ),
  latest: step('{property} of the {record} holds the latest edit', 'the same'),
  empty: step('{property} of the {record} is empty', 'missing, null, `""` or `[]`'),
  exactly: step('{property} of the {record} is exactly {value}', 'this JSON'),
  eachArrives: stepWithTable(
    'each of these values of {property} of the {record} arrives in {property} of the {record}:',
    'a person sets one after the other, each followed by a synchronization; the first record keeps it, the second holds what the table says',
  ),
  noneArrives: stepWithTable(
    'none of these values of {property} of the {record} changes {property} of the {record}:',
    'the same; the second record keeps what it had',
  ),
  winner: step(
    '{property} of the {record} and {property} of the {record} hold what the {record} had',
    "this record's value won",
  ),
  firstNamedWins: step(
    '{property} of the {record} and {property} of the {record} hold what was in the system that is named first',
    'the value of the system won that the documents name first',
  ),
  carried: step(
    '{property} of the {record} holds {property} of the {record}',
    'what the other record was given, in the form of this side',
  ),
  nothingElse: step(
    'nothing else has changed in either system',
    'since the edit only the edited properties and their counterparts have; what other rows are about is theirs to judge',
  ),
  noFurtherWrite: step('no further write was sent to either system', 'none since nothing should be written'),
  ownKept: step(
    'what no row names of the {record} is as people left it',
    'each such property has the value that a person gave it last',
  ),
  oneWrite: step('exactly one write was sent, to the {record}', 'since the edit'),
  faultsFired: stepByHand('every fault has fired', 'a fault that never fired is a harness error'),
};
