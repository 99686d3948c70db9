/**
 * What a page of the checklist can do: filter by state, search, move and unfold with keys, copy commands. It is inside
 * each page, whose content security policy names its hash; without it the page shows everything, and prints the same.
 */
(function checklist() {
  'use strict';

  const tools = document.getElementById('tools');
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const chips = [...document.querySelectorAll('.chip')];
  const items = [...document.querySelectorAll('main .line')].map(describe);

  /** A line, and the text that the search looks at: all but what its scenarios did. */
  function describe(element) {
    const texts = element.querySelectorAll('h2, .text, .notes, .check-id, tr:first-child > *');
    return {
      element,
      states: element.dataset.states.split(' '),
      text: fold([...texts].map((each) => each.textContent).join(' ')),
    };
  }

  function fold(text) {
    return text.normalize('NFKC').toLocaleLowerCase('en').replace(/\s+/g, ' ');
  }

  function announce(text) {
    document.getElementById('announcement').textContent = text;
  }

  /** What does not fit stays where it is needed to read what does: headings, the sentence of a row, its header. */
  function keepContext() {
    for (const section of document.querySelectorAll('article > section')) {
      const isEmpty = section.querySelector('.line:not(.out)') === null;
      section.classList.toggle('out', isEmpty);
      if (isEmpty) {
        continue;
      }
      section.querySelector('.heading')?.classList.remove('out');
      for (const table of section.querySelectorAll('table')) {
        const hasRow = table.querySelector('tbody:not(.out)') !== null;
        table.classList.toggle('out', table.querySelector('.line:not(.out)') === null);
        if (hasRow) {
          table.querySelector('thead')?.classList.remove('out');
          table.previousElementSibling?.classList.remove('out');
        }
      }
    }
  }

  function show() {
    const wanted = fold(search.value).trim();
    const pressed = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true');
    const states = new Set(pressed.map((chip) => chip.dataset.filter));
    const shown = items.filter(
      (item) =>
        (states.size === 0 || item.states.some((state) => states.has(state))) &&
        (wanted === '' || item.text.includes(wanted)),
    );
    const isShown = new Set(shown);
    for (const item of items) {
      item.element.classList.toggle('out', !isShown.has(item));
    }
    keepContext();
    const isWhole = states.size === 0 && wanted === '';
    found.textContent = isWhole ? '' : `${shown.length} of ${items.length} shown`;
  }

  function reset() {
    search.value = '';
    for (const chip of chips) {
      chip.setAttribute('aria-pressed', 'false');
    }
    show();
  }

  function press(chip) {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
    show();
  }

  /** Follows `#state=failed` from the page over all documents, and unfolds what another fragment leads to. */
  function followFragment() {
    const fragment = decodeURIComponent(window.location.hash.slice(1));
    const state = /^state=(.+)$/.exec(fragment);
    if (state !== null) {
      for (const chip of chips) {
        chip.setAttribute('aria-pressed', String(chip.dataset.filter === state[1]));
      }
      show();
      return;
    }
    const target = fragment === '' ? null : document.getElementById(fragment);
    if (target === null) {
      return;
    }
    if (target.closest('.out') !== null) {
      reset();
    }
    target.scrollIntoView();
  }

  /** What is scrolled to is not hidden by the bar at the top. */
  function keepClearOfTools() {
    const isSticky = window.getComputedStyle(tools).position === 'sticky';
    document.documentElement.style.scrollPaddingTop = isSticky ? `${tools.offsetHeight + 8}px` : '';
  }

  function visibleLines() {
    return items.map(({ element }) => element).filter((element) => element.closest('.out') === null);
  }

  function handle(line) {
    return line.querySelector('.unfolded > summary, a');
  }

  /** Moves the focus to the next line (`step` 1) or the one before (-1) for which `fits` holds. */
  function move(step, fits) {
    const lines = visibleLines();
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const from = at === -1 && step === -1 ? lines.length : at;
    for (let next = from + step; next >= 0 && next < lines.length; next += step) {
      if (fits(lines[next])) {
        handle(lines[next])?.focus();
        lines[next].scrollIntoView({ block: 'center' });
        return;
      }
    }
    announce(step === 1 ? 'There is no such line below.' : 'There is no such line above.');
  }

  function deviates(line) {
    return line.matches('.bad, .open');
  }

  function foldAll(open) {
    for (const line of visibleLines()) {
      const details = line.querySelector('.unfolded');
      if (details !== null) {
        details.open = open;
      }
    }
  }

  function toggleLine() {
    const details = document.activeElement?.closest('.line')?.querySelector('.unfolded');
    if (details) {
      details.open = !details.open;
    }
  }

  const KEYS = {
    '/': () => search.focus(),
    '?': () => {
      const help = document.getElementById('keys');
      help.open = !help.open;
    },
    n: () => move(1, deviates),
    p: () => move(-1, deviates),
    j: () => move(1, () => true),
    k: () => move(-1, () => true),
    o: toggleLine,
    e: () => foldAll(true),
    c: () => foldAll(false),
  };

  function onKey(event) {
    if (event.key === 'Escape') {
      reset();
      return;
    }
    const isTyping = event.target.matches('input[type="search"], textarea');
    const isOn = document.getElementById('keys-on').checked;
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (act === undefined || isTyping || !isOn || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    act();
  }

  async function copy(button) {
    const code = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      window.getSelection().selectAllChildren(code);
      if (!document.execCommand('copy')) {
        announce('The browser does not let pages copy. The text is selected: copy it with the keyboard.');
        return;
      }
    }
    announce('Copied.');
    button.textContent = 'Copied';
  }

  for (const chip of chips) {
    chip.addEventListener('click', () => press(chip));
  }
  search.addEventListener('input', show);
  document.getElementById('reset').addEventListener('click', reset);
  document.getElementById('unfold')?.addEventListener('click', () => foldAll(true));
  document.getElementById('fold')?.addEventListener('click', () => foldAll(false));
  document.getElementById('keys').addEventListener('toggle', keepClearOfTools);
  document.getElementById('print')?.addEventListener('click', () => window.print());
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('.copy');
    if (button) {
      copy(button);
    }
  });
  window.addEventListener('hashchange', followFragment);
  window.addEventListener('resize', keepClearOfTools);
  tools.hidden = false;
  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false;
  }
  keepClearOfTools();
  followFragment();
})();
