// The script that runs the tests, as they reach it from their worker.

declare const RUNNER: string;

/** The nodes that the topology has drawn in its webview. */
export async function drawnNodes(): Promise<readonly string[]> {
  const response = await fetch(`${RUNNER}/topology`);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

export async function report(results: unknown): Promise<void> {
  await fetch(`${RUNNER}/report`, { method: 'POST', body: JSON.stringify(results) });
}
