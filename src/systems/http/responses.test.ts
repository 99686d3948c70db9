import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiRequest, ApiResponse } from '../core/dialect';
import { ApiRefusal, answerCall, jsonResponse } from './responses';

class Teapot extends ApiRefusal {
  constructor(ordinary: boolean) {
    super('It is a teapot.', ordinary);
  }

  override response(): ApiResponse {
    return jsonResponse(418, '"teapot"', { allow: 'GET' });
  }
}

function call(method: string): ApiRequest {
  return { method, path: '/', query: '', headers: new Headers() };
}

function refuse(ordinary: boolean): () => ApiResponse {
  return () => {
    throw new Teapot(ordinary);
  };
}

describe('the answer to a call', () => {
  it('is the refusal in the API’s own shape, unexpected unless a correct client may meet it', () => {
    const response = {
      status: 418,
      headers: { allow: 'GET', 'content-type': 'application/json' },
      body: '"teapot"',
    };
    assert.deepEqual(answerCall(call('GET'), refuse(true)), response);
    assert.deepEqual(answerCall(call('GET'), refuse(false)), { ...response, unexpected: 'It is a teapot.' });
  });

  it('has no body where HEAD asks, whether it is refused or not', () => {
    const bodiless = { status: 418, headers: { allow: 'GET', 'content-type': 'application/json' } };
    assert.deepEqual(answerCall(call('HEAD'), refuse(true)), bodiless);
    assert.equal('body' in answerCall(call('HEAD'), () => jsonResponse(200, '{}')), false);
  });

  it('hides no mistake of the dialect', () => {
    const mistake = new TypeError('a mistake');
    assert.throws(
      () =>
        answerCall(call('GET'), () => {
          throw mistake;
        }),
      mistake,
    );
  });
});
