/** All that cucumber loads: hooks, parameter types, and a definition for every step of the catalogue. */
import './hooks';
import './parameters';
import { Given, Then, When } from '@cucumber/cucumber';
import { GIVEN, THEN, WHEN } from '../src/scenarios/steps';
import { defineSteps } from './define';
import { GIVEN_ACTIONS } from './given';
import { THEN_ACTIONS } from './then';
import { WHEN_ACTIONS } from './when';

defineSteps(Given, GIVEN, GIVEN_ACTIONS);
defineSteps(When, WHEN, WHEN_ACTIONS);
defineSteps(Then, THEN, THEN_ACTIONS, (world) => {
  world.expectations.quiescent();
});
