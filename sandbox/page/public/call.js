/* global fetch */

/** Calls the page's own API: POST if there is a body, else GET. @throws Error with the server's message */
export async function call(path, body) {
	const response = await fetch(`api/${path}`, {
		method: body ? 'POST' : 'GET',
		...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	const answer = await response.json();
	if (!response.ok) {
		throw new Error(answer.error ?? `status ${response.status}`);
	}
	return answer;
}
