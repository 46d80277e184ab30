/* global fetch */

/** An error of the page's own API. `unreachable`: nothing answered, so that the same call may work a moment later. */
export class CallError extends Error {
	constructor(message, unreachable) {
		super(message);
		this.unreachable = unreachable;
	}
}

/** Calls the page's own API: POST if there is a body, else GET. @throws CallError with the server's message */
export async function call(path, body) {
	return answerOf(
		path,
		body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
	);
}

/** Sends a file to the page's own API. @throws CallError with the server's message */
export async function callWithFile(path, file) {
	return answerOf(path, { headers: { 'content-type': 'application/octet-stream' }, body: file });
}

async function answerOf(path, posted) {
	const response = await fetch(`api/${path}`, { method: posted ? 'POST' : 'GET', ...posted }).catch(() => {
		throw new CallError('The sandbox does not answer.', true);
	});
	const answer = await response.json();
	if (!response.ok) {
		throw new CallError(answer.error ?? `status ${response.status}`, response.status === 502);
	}
	return answer;
}
