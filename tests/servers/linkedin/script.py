"""The script of every fake page. It only shows, hides and asks: what counts is decided by the server."""

SCRIPT = r"""
const every = (sel, root = document) => {
  let found = [...root.querySelectorAll(sel)];
  for (const node of root.querySelectorAll('*')) if (node.shadowRoot) found = found.concat(every(sel, node.shadowRoot));
  return found;
};
const host = name => every(`[data-fk-host="${name}"]`)[0];
const values = el => JSON.parse(el.getAttribute('data-fk-values') || '{}');
const box = el => el.getAttribute('contenteditable') !== null;
// Not innerText: that says a blank line twice (its block and its br).
const lines = block => [...block.childNodes].map((node, at, all) => {
  if (node.nodeName === 'BR') return at === all.length - 1 ? '' : '\n';
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return (at && /^(DIV|P)$/.test(node.nodeName) ? '\n' : '') + lines(node);
}).join('');
const read = el => box(el) ? lines(el) : el.value;

function toast(words) {
  const at = host('toast');
  if (at) at.textContent = words || '';
}

function place(name, html) {
  const at = host(name);
  at.innerHTML = html || '';
  const dialog = at.querySelector('dialog');
  if (dialog) { dialog.removeAttribute('open'); dialog.showModal(); }
  every('[data-fk-expands="' + name + '"]').forEach(el => el.setAttribute('aria-expanded', html ? 'true' : 'false'));
  at.querySelectorAll('[data-fk-box]').forEach(ready);
}

function ready(input) {
  const form = input.closest('[data-fk-form]');
  const send = form && form.querySelector('[data-fk-needs]');
  if (!send) return;
  if (send.getAttribute('data-fk-needs') === 'email') {
    if (form.querySelector('input').value.includes('@')) send.removeAttribute('aria-disabled');
    return;
  }
  const wanted = form.querySelector('[data-fk-box="text"]');
  send.disabled = !read(wanted).trim();
}

function apply(answer, source) {
  if (answer.go) { location.href = answer.go; return; }
  if ('dialog' in answer) place('dialog', answer.dialog);
  if ('bubble' in answer) place('bubble', answer.bubble);
  if ('menu' in answer) place('menu', answer.menu);
  for (const [key, html] of Object.entries(answer.swap || {}))
    every(`[data-fk-key="${CSS.escape(key)}"]`).forEach(el => { el.outerHTML = html; });
  (answer.drop || []).forEach(key => every(`[data-fk-key="${CSS.escape(key)}"]`).forEach(el => el.remove()));
  if ('item' in answer) {
    const form = source.closest('[data-fk-form]');
    form.querySelectorAll('[data-fk-box]').forEach(el => { if (box(el)) el.textContent = ''; else el.value = ''; ready(el); });
    form.querySelector('[data-fk-thread]').insertAdjacentHTML('beforeend', answer.item);
  }
  if (answer.rows) {
    every('[data-fk-rows]')[0].insertAdjacentHTML('beforeend', answer.rows);
    if (answer.end) source.remove();
    else source.setAttribute('data-fk-values', JSON.stringify(answer.next));
  }
  toast(answer.toast);
}

let busy = false;
async function ask(el) {
  if (busy || el.getAttribute('aria-disabled') === 'true' || el.disabled) return;
  busy = true;
  try {
    const given = values(el);
    const form = el.closest('[data-fk-form]');
    if (el.hasAttribute('data-fk-post')) {
      const boxes = form && !given.plain ? form.querySelectorAll('[data-fk-box]') : [];
      boxes.forEach(one => { given[one.getAttribute('data-fk-box')] = read(one); });
      const answer = await fetch(el.getAttribute('data-fk-post'), {
        method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(given),
      });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      apply(await answer.json(), el);
    } else {
      const into = el.getAttribute('data-fk-into');
      if (into === 'menu' && host('menu').innerHTML) { place('menu', ''); return; }
      const answer = await fetch(el.getAttribute('data-fk-get') + '?' + new URLSearchParams(given));
      if (!answer.ok) throw new Error(String(answer.status));
      apply(await answer.json(), el);
    }
  } catch (failure) {
    toast(document.body.getAttribute('data-fk-failed') || '!');
  } finally { busy = false; }
}

document.addEventListener('click', event => {
  const path = event.composedPath().filter(node => node.getAttribute);
  if (path.some(node => node.hasAttribute('data-fk-uncover'))) { every('[data-fk-cover]').forEach(el => el.remove()); return; }
  const el = path.find(node => node.hasAttribute('data-fk-post') || node.hasAttribute('data-fk-get') || node.hasAttribute('data-fk-close')
    || node.hasAttribute('data-fk-row'));
  if (!el) return;
  event.preventDefault();
  if (el.hasAttribute('data-fk-close')) place(el.getAttribute('data-fk-close'), '');
  else if (el.hasAttribute('data-fk-row')) location.href = window.threads[every('[data-fk-row]').indexOf(el)];
  else ask(el);
});
document.addEventListener('submit', event => event.composedPath()[0].hasAttribute('data-fk-form') && event.preventDefault());
document.addEventListener('input', event => ready(event.composedPath()[0]));
document.addEventListener('keydown', event => {
  const at = event.composedPath()[0];
  if (event.key === 'Escape') {
    every('[data-fk-cover]').forEach(el => el.remove());
    place('menu', ''); if (!host('dialog').querySelector('dialog')) place('dialog', ''); }
  if (event.key === 'Enter' && !event.shiftKey && at.getAttribute('role') === 'textbox' && document.body.dataset.fkEnter === '1') {
    event.preventDefault();
    const send = at.closest('[data-fk-form]').querySelector('[data-fk-post]');
    if (send) ask(send);
  }
});
document.addEventListener('scroll', () => every('.stick').forEach(el => el.classList.toggle('shown', scrollY > 200)));

function hydrate(late) {
  late.replaceWith(late.content);
  every('[data-fk-skeleton]').forEach(el => el.remove());
  replaceLater();
}
function replaceLater() {
  every('[data-fk-replaced]').forEach(el => setTimeout(() => {
    const equal = el.cloneNode(true);
    equal.removeAttribute('data-fk-replaced');
    el.replaceWith(equal);
  }, Number(el.getAttribute('data-fk-replaced'))));
}
const late = document.querySelector('template[data-fk-late]');
if (late) setTimeout(() => hydrate(late), Number(late.getAttribute('data-fk-late')));
else replaceLater();
every('dialog').forEach(dialog => { if (dialog.hasAttribute('open')) { dialog.removeAttribute('open'); dialog.showModal(); } });
every('[data-fk-box]').forEach(ready);
"""
