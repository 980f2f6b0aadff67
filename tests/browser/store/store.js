// The customer's own polling store, as a SvelteKit frontend has it; `writable` is Svelte's, in a few lines.
function writable(value) {
  const subscribers = new Set();
  return {
    set(next) {
      value = next;
      subscribers.forEach((run) => run(value));
    },
    subscribe(run) {
      subscribers.add(run);
      run(value);
      return () => subscribers.delete(run);
    },
  };
}

export function createPollingStore(endpoint, { interval = 5000, headers = {} } = {}) {
  const { subscribe, set } = writable([]);

  async function poll() {
    const data = await fetch(endpoint, { headers }).then((response) => response.json());
    set(data);
  }

  poll();
  const timer = setInterval(poll, interval);
  return { subscribe, stop: () => clearInterval(timer) };
}
