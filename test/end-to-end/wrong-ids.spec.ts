import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace, UNREACHABLE } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('/federation dm with somebody who cannot be reached', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
	});
	after(() => federated.stop());

	const sentences: readonly [parameters: string, sentence: string][] = [
		[
			'dm zoe',
			'Nobody in this workspace has the username `zoe`. For people on Matrix, type the whole id, for example `@bob:example.org`.',
		],
		[
			'dm @zoe',
			'Nobody in this workspace has the username `zoe`. For people on Matrix, type the whole id, for example `@bob:example.org`.',
		],
		[
			'dm Bob',
			`\`Bob\` is neither a Matrix id nor a username of this workspace. Did you mean \`@bob:${DOMAIN}\`?`,
		],
		[
			`dm bob@${DOMAIN}`,
			`\`bob@${DOMAIN}\` is neither a Matrix id nor a username of this workspace. Did you mean \`@bob:${DOMAIN}\`?`,
		],
		[
			'dm @admin',
			'This would be a direct message with colleagues only (`admin`), without anybody on Matrix. Open it as usual.',
		],
		[
			'dm #room:example.org',
			'`#room:example.org` is a room, not a person. To join it, type `/federation join #room:example.org`.',
		],
		[
			'dm https://matrix.to/#/!room:example.org?via=example.org',
			'`!room:example.org` is a room, not a person. To join it, type `/federation join !room:example.org`.',
		],
		[
			'dm bob:',
			'`bob:` is not a Matrix id. An id looks like `@user:server`, for example `@bob:example.org`.',
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
			`dm https://matrix.to/#/%40nobody%3A${DOMAIN}`,
			`\`${DOMAIN}\` knows nobody with the id \`@nobody:${DOMAIN}\`. Please check the spelling.`,
		],
		[
			`dm @Nobody:${DOMAIN.toUpperCase()}`,
			`\`${DOMAIN}\` knows nobody with the id \`@Nobody:${DOMAIN}\`. Please check the spelling.`,
		],
		[
			`dm @rc_alice:${DOMAIN.toUpperCase()}`,
			`\`@rc_alice:${DOMAIN}\` is \`alice\` of this workspace. Open a direct message with \`alice\` as usual.`,
		],
		[
			`dm @rc_zzz:${DOMAIN}`,
			`\`@rc_zzz:${DOMAIN}\` is an id of this workspace, but nobody here has the username \`zzz\`. Please check the spelling.`,
		],
		[
			`dm @rocketchat:${DOMAIN}`,
			`\`@rocketchat:${DOMAIN}\` is the federation bot of this workspace, not a person. Nobody can chat with it.`,
		],
		[
			'dm federation.bot',
			'`federation.bot` is the federation bot of this workspace, not a person. Nobody can chat with it.',
		],
		[
			`dm @bob:${UNREACHABLE}`,
			'The server `nowhere.invalid` cannot be reached. Please check the spelling, or try again later.',
		],
		['befriend', 'There is no `/federation befriend`. Type `/federation help` to see what you can do.'],
		['status', 'Only administrators may use `/federation status`. Ask one of them if you need it.'],
	];
	for (const [parameters, sentence] of sentences) {
		it(`says “${sentence}” to “${parameters}”`, async () => {
			expect(await federated.app.command(alice, parameters)).to.equal(sentence);
			expect(await alice.directRooms()).to.deep.equal([]);
		});
	}

	it('says that the homeserver does not connect to a server that it may not talk to', async () => {
		expect(await federated.app.command(alice, 'dm @bob:elsewhere.invalid')).to.equal(
			federated.software === 'dendrite' // it has no list of servers
				? 'The server `elsewhere.invalid` cannot be reached. Please check the spelling, or try again later.'
				: 'Your Matrix server does not connect to the server `elsewhere.invalid`. An administrator of your Matrix server can allow it.',
		);
		expect(await alice.directRooms()).to.deep.equal([]);
	});
	itNeeding(
		'plans',
		'offers one person on Community, and says that several need the Starter plan',
		async () => {
			expect(await federated.app.command(alice, 'dm')).to.equal(
				'`@user:server` is missing. Type `/federation dm @user:server`. `/federation help dm` explains it.',
			);
			expect(await federated.app.command(alice, 'dm @a:b.org, @c:d.org')).to.equal(
				'Opening a direct message with several people by command needs the Starter plan or higher; this workspace has Community. Nobody was invited. With one person it works: `/federation dm @user:server`.',
			);
			expect(await alice.directRooms()).to.deep.equal([]);
		},
	);

	it('reads a name and a server with capitals as the id in lower case', async () => {
		const answer = await federated.app.command(alice, `dm @Bob:${DOMAIN.toUpperCase()}`);
		expect(answer).to.match(new RegExp(`^The direct message with \`${bob.userId}\` is open`));
		await bob.waitForInvitation();
		expect(await alice.directRooms()).to.have.length(1);
	});
});
