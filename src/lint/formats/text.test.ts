import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model';
import { formatDiagnosticsJson, formatDiagnosticsText } from './text';

const finding: Diagnostic = {
  path: 'a.rst',
  line: 2,
  column: 3,
  severity: 'error',
  code: 'not-understood',
  message: 'No.',
  help: 'Do.',
};

describe('formatDiagnosticsText', () => {
  it('shows place, severity, code, message, the source line with a caret, help and totals', () => {
    const warning: Diagnostic = {
      ...finding,
      line: 3,
      column: 1,
      severity: 'warning',
      code: 'short-underline',
    };
    const text = formatDiagnosticsText([finding, warning], new Map([['a.rst', 'one\r\n\tawful\r\nx']]), {
      colour: false,
    });
    assert.equal(
      text,
      [
        'a.rst:2:3 error not-understood No.',
        '   awful',
        '    ^',
        '  help: Do.',
        '',
        'a.rst:3:1 warning short-underline No.',
        '  x',
        '  ^',
        '  help: Do.',
        '',
        '1 error, 1 warning.',
        '',
      ].join('\n'),
    );
  });

  it('cuts long lines around the caret, and shows control characters of a document as such', () => {
    const line = `${'a'.repeat(300)}!${'b'.repeat(300)}`;
    const text = formatDiagnosticsText(
      [{ ...finding, line: 1, column: 301, message: '\u001b[2Jx' }],
      new Map([['a.rst', line]]),
      { colour: false },
    );
    const [head, shown = '', caret = ''] = text.split('\n');
    assert.equal(head, 'a.rst:1:301 error not-understood \uFFFD[2Jx');
    assert.ok(shown.length < 130);
    assert.equal(shown.charAt(caret.indexOf('^')), '!');
  });

  it('keeps the lines of a help that are to be copied, all equally far to the right', () => {
    const text = formatDiagnosticsText([{ ...finding, help: 'Paste:\na:\n  b: 1' }], new Map(), {
      colour: false,
    });
    assert.match(text, /\n {2}help: Paste:\n {4}a:\n {6}b: 1\n\n1 error/);
  });

  it('colours only when told to', () => {
    const escape = '\u001b';
    assert.ok(formatDiagnosticsText([finding], new Map(), { colour: true }).includes(`${escape}[31merror`));
    assert.ok(!formatDiagnosticsText([finding], new Map(), { colour: false }).includes(escape));
  });

  it('says so where there are no problems', () => {
    assert.equal(formatDiagnosticsText([], new Map(), { colour: false }), 'No problems.\n');
  });
});

describe('formatDiagnosticsJson', () => {
  it('writes the diagnostics and the totals', () => {
    assert.deepEqual(JSON.parse(formatDiagnosticsJson([finding])), {
      schemaVersion: 1,
      diagnostics: [finding],
      totals: { error: 1, warning: 0, info: 0 },
    });
  });
});
