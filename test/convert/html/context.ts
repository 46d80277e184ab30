import type { ConversionContext } from '../../../src/convert/html/known-people';

const usernames: Readonly<Record<string, string>> = {
	'@alice:example.org': 'alice',
	'@all:example.org': 'all',
	'@carol:remote.org': 'carol:remote.org',
};

/** A workspace with the local user alice, the channel general, and bob of another server. */
export const context: ConversionContext = {
	username: (userId) => usernames[userId],
	displayName: (userId) => (userId === '@bob:remote.org' ? 'Bob *B*' : undefined),
	channel: (id) => (['!room:example.org', '#general:example.org'].includes(id) ? 'general' : undefined),
	mayMention: true,
	longestLine: Infinity,
};

/** The content of a message with this HTML. */
export function htmlMessage(html: string, body = 'the body') {
	return { msgtype: 'm.text', body, format: 'org.matrix.custom.html', formatted_body: html };
}
