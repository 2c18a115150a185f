// Asking the server: one state at a time, and the newest next.

// ms that an answer may take when something newer waits for its turn: while a slider is dragged, what
// is fast is shown on the way, and what is slow is given up
const PATIENCE = 250;
let current = null;
let isNewer = false;

/**
 * Ask for what `wanted()` says, now or as soon as what is under way is answered or given up.
 * `ask(what, signal)` asks and shows; `failed(error)` hears of refusals.  With `now` what is under
 * way is given up at once.
 */
export async function newest(wanted, ask, failed, now = false) {
  isNewer = true;
  if (current) {
    current.giveUp(now ? 0 : current.began + PATIENCE - performance.now());
    return;
  }
  while (isNewer) {
    isNewer = false;
    current = request();
    try {
      await ask(wanted(), current.signal);
    } catch (error) {
      if (!current.signal.aborted) failed(error);
    } finally {
      current.end();
    }
  }
  current = null;
}

function request() {
  const controller = new AbortController();
  let timer = null;
  return {
    signal: controller.signal,
    began: performance.now(),
    giveUp(after) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), Math.max(0, after));
    },
    end() {
      clearTimeout(timer);
      controller.abort(); // of two answers the other is of no use any more if one is refused
    },
  };
}

/** What the server answers, as JSON; its refusal is thrown. */
export async function answer(address, signal) {
  const response = await fetch(address, { signal });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const found = isJson ? await response.json() : { error: `the server says ${response.status}` };
  if (response.ok) return found;
  throw Object.assign(new Error(found.error), { isRefusal: true, input: found.input });
}
