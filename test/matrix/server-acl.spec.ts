import { expect } from 'chai';
import type { ServerName } from '../../src/matrix/ids';
import { aclAllows } from '../../src/matrix/server-acl';

describe('the access control list of a room', () => {
	const rows: readonly [acl: object, server: string, isAllowed: boolean][] = [
		[{ allow: ['*'] }, 'own.example', true],
		[{ allow: ['*'], deny: ['own.example'] }, 'own.example:8448', false],
		[{ allow: ['own.example'], deny: ['*.own.example'] }, 'own.example', true],
		[{ allow: ['o?n.example'] }, 'OWN.example', true],
		[{ allow: [] }, 'own.example', false],
		[{ allow: 'own.example' }, 'own.example', false],
		[{ allow: ['*'], allow_ip_literals: false }, '192.0.2.1:8448', false],
		[{ allow: ['*'], allow_ip_literals: false }, '[2001:db8::1]', false],
		[{ allow: ['*'], allow_ip_literals: 'no' }, '192.0.2.1', true],
	];
	for (const [acl, server, isAllowed] of rows) {
		it(`${JSON.stringify(acl)} ${isAllowed ? 'lets in' : 'shuts out'} ${server}`, () => {
			expect(aclAllows({ ...acl }, server as ServerName)).to.equal(isAllowed);
		});
	}
});
