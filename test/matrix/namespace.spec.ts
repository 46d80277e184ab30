import { expect } from 'chai';
import type { ServerName, UserId } from '../../src/matrix/ids';
import { botIdOf, isOurs, puppetIdOf, usernameOfPuppet, type Namespace } from '../../src/matrix/namespace';

const namespace: Namespace = {
	domain: 'example.org' as ServerName,
	userPrefix: 'rc_',
	botLocalpart: 'rocketchat',
};
const withoutPrefix: Namespace = { ...namespace, userPrefix: '' };

describe('namespace', () => {
	it('gives a local user a puppet with the prefix', () => {
		expect(puppetIdOf('Alice', namespace)).to.equal('@rc__alice:example.org');
		expect(puppetIdOf('Alice', withoutPrefix)).to.equal('@_alice:example.org');
	});

	const names: readonly [id: string, username: string | undefined][] = [
		['@rc_alice:example.org', 'alice'],
		['@rc__alice:example.org', 'Alice'],
		['@rc_alice:example.com', undefined],
		['@rc_:example.org', undefined],
		['@alice:example.org', undefined],
		['@rocketchat:example.org', undefined],
	];
	for (const [id, username] of names) {
		it(`takes ${id} for the puppet of ${username ?? 'nobody'}`, () => {
			expect(usernameOfPuppet(id as UserId, namespace)).to.equal(username);
		});
	}

	it('counts the bot as ours though it is no puppet', () => {
		expect(isOurs(botIdOf(namespace), namespace)).to.equal(true);
		expect(usernameOfPuppet(botIdOf(withoutPrefix), withoutPrefix)).to.equal(undefined);
	});

	it('leaves other users of the homeserver alone', () => {
		expect(isOurs('@bob:example.org' as UserId, namespace)).to.equal(false);
		expect(isOurs('@rc_alice:elsewhere.org' as UserId, namespace)).to.equal(false);
	});
});
