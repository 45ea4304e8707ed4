'use strict';

// --- times in the viewer's zone

const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {dateStyle: 'short', timeStyle: 'medium'});

function localize(within) {
  for (const time of within.querySelectorAll('time[datetime]:not([data-done])')) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) {
      time.textContent = clock.format(at);
      time.title = time.dateTime;
      time.dataset.done = '';
    }
  }
}

localize(document);
