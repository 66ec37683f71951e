// What readers think: how many chose each reaction, and this reader's own choice. Without it, the form is sent as forms are.
//
// Numbers are no part of the page: they come when the reader comes near, into room that is kept for them.
'use strict';
{
  const form = document.querySelector('.reactions form');
  const status = document.querySelector('.reactions [role=status]');
  const failed = document.querySelector('.reactions [hidden]');
  const number = new Intl.NumberFormat(document.documentElement.lang, { notation: 'compact' });
  const pressed = button => button.getAttribute('aria-pressed') === 'true';

  const ask = async (request) => {
    const answer = await fetch(form.action, request);
    if (!answer.ok) throw new Error(String(answer.status));
    const { counts, mine } = await answer.json();
    for (const button of form.elements) {
      const count = counts[button.value];
      button.querySelector('.count').textContent = count > 0 ? number.format(count) : '';
      button.setAttribute('aria-pressed', String(button.value === mine));
    }
  };

  // One after the other, so that the last answer is to the last choice.
  let last = Promise.resolve();
  const choose = (button) => {
    last = last.then(async () => {
      status.replaceChildren();
      const body = JSON.stringify({ reaction: pressed(button) ? '' : button.value });
      try {
        await ask({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      } catch {
        status.replaceChildren(...failed.cloneNode(true).childNodes);
      }
    });
  };

  form.addEventListener('submit', (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    choose(event.submitter);
  });

  new IntersectionObserver((seen, observer) => {
    if (!seen.some(each => each.isIntersecting)) return;
    observer.disconnect();
    last = last.then(() => ask()).catch(() => {}); // without numbers, readers can choose all the same
  }, { rootMargin: '400px' }).observe(form);
}
