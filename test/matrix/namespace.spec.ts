import { expect } from 'chai';
import type { ServerName, UserId } from '../../src/matrix/ids';
import {
	botIdOf,
	isOwnMatrixUser,
	ghostIdOf,
	usernameOfGhost,
	type Namespace,
} from '../../src/matrix/namespace';

const namespace: Namespace = {
	domain: 'example.org' as ServerName,
	userPrefix: 'rc_',
	botLocalpart: 'rocketchat',
};
const withoutPrefix: Namespace = { ...namespace, userPrefix: '' };

describe('namespace', () => {
	it('gives a local user a ghost with the prefix', () => {
		expect(ghostIdOf('Alice', namespace)).to.equal('@rc__alice:example.org');
		expect(ghostIdOf('Alice', withoutPrefix)).to.equal('@_alice:example.org');
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
		it(`reads ${id} as the ghost of ${username ?? 'nobody'}`, () => {
			expect(usernameOfGhost(id as UserId, namespace)).to.equal(username);
		});
	}

	it('includes the federation bot, which is no ghost', () => {
		expect(isOwnMatrixUser(botIdOf(namespace), namespace)).to.equal(true);
		expect(usernameOfGhost(botIdOf(withoutPrefix), withoutPrefix)).to.equal(undefined);
	});

	it('includes ids with the prefix that no username gives, since nobody else can have them', () => {
		for (const id of ['@rc_=41lice:example.org', '@rc_alice_:example.org'] as UserId[]) {
			expect([isOwnMatrixUser(id, namespace), usernameOfGhost(id, namespace)]).to.deep.equal([
				true,
				undefined,
			]);
		}
	});

	it('does not include ids that the registration file does not reserve', () => {
		expect(isOwnMatrixUser('@rc_:example.org' as UserId, namespace)).to.equal(false);
		expect(isOwnMatrixUser('@rc_ALICE:example.org' as UserId, namespace)).to.equal(false);
	});

	it('does not include other users of the homeserver', () => {
		expect(isOwnMatrixUser('@bob:example.org' as UserId, namespace)).to.equal(false);
		expect(isOwnMatrixUser('@rc_alice:elsewhere.org' as UserId, namespace)).to.equal(false);
	});
});
