import { expect } from 'chai';
import { requestedHost } from '../../src/api/requested-host';

describe('the host that a request called', () => {
	const cases: readonly [what: string, headers: Record<string, string>, host: string][] = [
		['is in the header Host', { host: 'Chat.Test:3000' }, 'chat.test:3000'],
		['is passed on by a proxy', { host: '10.0.0.1', 'x-forwarded-host': 'chat.test' }, 'chat.test'],
		['is the first of several proxies', { 'x-forwarded-host': 'chat.test, inner.test' }, 'chat.test'],
		['is empty where no header names it', {}, ''],
	];
	for (const [what, headers, host] of cases) {
		it(what, () => expect(requestedHost({ headers })).to.equal(host));
	}
});
