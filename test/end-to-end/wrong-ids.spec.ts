import { expect } from 'chai';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace, UNREACHABLE } from '../support/federated-workspace';

describe('/federation dm with somebody who cannot be reached', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
	});
	after(() => federated.stop());

	const sentences: readonly [parameters: string, sentence: string][] = [
		['dm', '`@user:server` is missing. Type `/federation dm @user:server`.'],
		['dm bob', '`bob` is neither a Matrix id such as `@bob:example.org` nor somebody in this workspace.'],
		[
			'dm @bob',
			'`bob` is neither a Matrix id such as `@bob:example.org` nor somebody in this workspace.',
		],
		[
			'dm @admin',
			'`admin`: nobody of these is on Matrix. Open a direct message with colleagues as usual.',
		],
		[
			'dm bob:',
			'`bob:` is not a Matrix id. An id looks like `@user:server`, for example `@bob:example.org`.',
		],
		[
			'dm @a:b.org @c:d.org',
			'Opening a direct message with several people by command takes the plan Starter or higher; this workspace has Community. Nobody was invited. With one person it works: `/federation dm @user:server`.',
		],
		[
			`dm @nobody:${DOMAIN}`,
			`\`${DOMAIN}\` knows nobody with the id \`@nobody:${DOMAIN}\`. Please check the spelling.`,
		],
		[
			`dm @rc_alice:${DOMAIN}`,
			`\`@rc_alice:${DOMAIN}\` is \`alice\` of this workspace. Open a direct message with \`alice\` as usual.`,
		],
		[
			`dm @rocketchat:${DOMAIN}`,
			`\`@rocketchat:${DOMAIN}\` is the federation bot of this workspace and cannot talk.`,
		],
		[
			`dm @bob:${UNREACHABLE}`,
			'The server `nowhere.invalid` cannot be reached. Please check the spelling, or try again later.',
		],
		[
			'dm @bob:elsewhere.invalid',
			'Your homeserver does not speak with the server `elsewhere.invalid`. An administrator of the homeserver can allow it.',
		],
		['befriend', 'There is no `/federation befriend`. Type `/federation help` for what there is.'],
		['status', 'You may not use `/federation status`. It takes one of these roles: admin.'],
	];
	for (const [parameters, sentence] of sentences) {
		it(`says “${sentence}” to “${parameters}”`, async () => {
			expect(await federated.app.command(alice, parameters)).to.equal(sentence);
			expect(await alice.directRooms()).to.deep.equal([]);
		});
	}
});
