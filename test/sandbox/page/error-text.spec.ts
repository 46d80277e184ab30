import { expect } from 'chai';
import { MatrixError } from 'matrix-js-sdk';
import { RestError } from '../../../sandbox/clients/rest-connection';
import { errorText } from '../../../sandbox/page/error-text';

describe('an error on the page', () => {
	const table: readonly [what: string, error: unknown, text: string][] = [
		[
			'of Rocket.Chat shows the message of the server',
			new RestError('POST', '/api/v1/commands.run', 400, { success: false, error: 'no such command' }),
			'no such command',
		],
		[
			'of Rocket.Chat without a message shows the request and its status',
			new RestError('GET', '/api/v1/im.list', 502, '<html>'),
			'GET /api/v1/im.list: status 502, "<html>"',
		],
		[
			'of the homeserver shows its message',
			new MatrixError({ errcode: 'M_FORBIDDEN', error: 'You are not in this room' }, 403),
			'You are not in this room',
		],
		[
			'of the homeserver without a message shows its status',
			new MatrixError({ errcode: 'M_UNKNOWN' }, 500),
			'MatrixError: [500] Unknown message',
		],
		['of any other kind shows its message', new Error('text is missing'), 'text is missing'],
		['that is not an Error object is shown as text', 'gone', 'gone'],
	];
	for (const [what, error, text] of table) {
		it(what, () => expect(errorText(error)).to.equal(text));
	}
});
