import { expect } from 'chai';
import { MsgType } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { downloadFromHomeserver } from '../../sandbox/clients/matrix-files';
import type { MatrixMessage } from '../../sandbox/clients/matrix-message';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { blue, red } from '../support/pictures';

describe('custom emoji', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rid: string;
	let roomId: string;
	let token: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId: rid, matrixId: roomId } = await federated.directMessage(alice, bob));
		await federated.app.administration.addEmoji('blobcat', red);
		({ token } = await alice.rest.post<{ token: string }>('/api/v1/users.generatePersonalAccessToken', {
			tokenName: 'emoji',
		}));
	});
	after(() => federated.stop());

	const status = () => federated.app.command(federated.app.admin, 'status');
	const says = async (text: string): Promise<{ id: string; message: MatrixMessage }> => {
		const { id } = await alice.send(rid, text);
		return { id, message: await bob.waitForMessage(roomId, ({ body }) => body === text) };
	};
	const imageIn = ({ content }: MatrixMessage) =>
		/^hi \d <img data-mx-emoticon src="(mxc:[^"]+)" alt=":blobcat:" title=":blobcat:" height="32">$/.exec(
			String(content.formatted_body),
		)?.[1] ?? '';
	const isShownAt = async (mxc: string, picture: Buffer) =>
		(await downloadFromHomeserver(bob, mxc)).bytes.equals(picture);
	const reactionsTo = async (id: string, count: number) =>
		waitFor({
			what: `a reaction of ${count} people`,
			timeout: 60_000,
			interval: 100,
			look: async () => {
				const found = (await alice.messages(rid)).find((message) => message.id === id);
				const reactions = (found?.raw.reactions ?? {}) as Record<string, { usernames: string[] }>;
				return reactions[':blobcat:']?.usernames.length === count ? reactions : undefined;
			},
		});

	it('stay text without a token, and the status says so', async () => {
		const { message } = await says('hi 0 :blobcat:');
		expect(message.content).not.to.have.property('formatted_body');
		expect(await status()).to.contain('No personal access token is entered.');
	});

	it('are pictures on Matrix with the token of any user, uploaded once', async () => {
		await federated.app.changeAccess({ userId: alice.userId, token });
		const images = [imageIn((await says('hi 1 :blobcat:')).message)];
		images.push(imageIn((await says('hi 2 :blobcat:')).message));
		const [mxc = ''] = images;
		expect(images).to.deep.equal([mxc, mxc]);
		expect(await isShownAt(mxc, red)).to.equal(true);
		expect((await says('hi :nothing:')).message.content).not.to.have.property('formatted_body');
		expect(await status()).to.contain(
			'Custom emoji are shown as pictures on Matrix. The workspace has 1.',
		);
	});

	it('are pictures in reactions, and who adds to one there is shown here', async () => {
		const { id, message } = await says('who likes it?');
		const { eventId } = message;
		await alice.react(id, ':blobcat:');
		const [reaction] = await bob.waitUntil('a reaction', {
			look: () => {
				const found = bob.reactionsTo(roomId, eventId);
				return found.length > 0 ? found : undefined;
			},
		});
		const key = reaction?.key ?? '';
		expect(await isShownAt(key, red)).to.equal(true);
		const event = await bob.client.fetchRoomEvent(roomId, reaction?.eventId ?? '');
		expect(event.content).to.deep.include({
			shortcode: ':blobcat:',
			'com.beeper.reaction.shortcode': ':blobcat:',
		});
		// Clients add to a reaction with its key alone.
		await bob.react(roomId, eventId, key);
		expect(await reactionsTo(id, 2)).to.deep.equal({
			':blobcat:': { usernames: ['alice', `bob:${DOMAIN}`] },
		});
	});

	it('from Matrix are shown by their names', async () => {
		const image =
			'<img data-mx-emoticon src="mxc://elsewhere.example/a" alt="a cat" title="blobcat" height="32">';
		await bob.sendContent(roomId, {
			msgtype: MsgType.Text,
			body: 'look blobcat',
			format: 'org.matrix.custom.html',
			formatted_body: `look ${image}`,
			'm.mentions': {},
		});
		await alice.waitForMessage(rid, ({ text }) => text === 'look :blobcat:');
	});

	it('are uploaded again after their picture was changed, and are text after they were deleted', async () => {
		const { administration } = federated.app;
		await administration.removeEmoji('blobcat');
		await administration.addEmoji('blobcat', blue);
		// The app looks at the list at most once in three minutes, or after a change of its settings.
		await federated.app.changeAccess();
		expect(await isShownAt(imageIn((await says('hi 3 :blobcat:')).message), blue)).to.equal(true);
		await administration.removeEmoji('blobcat');
		await federated.app.changeAccess();
		expect((await says('hi 4 :blobcat:')).message.content).not.to.have.property('formatted_body');
	});

	it('stay text with a token that is wrong, and the status says why', async () => {
		await federated.app.changeAccess({ userId: alice.userId, token: 'wrong' });
		await says('hi 5 :blobcat:');
		expect(await status()).to.contain('New custom emoji stay text on Matrix. ');
	});
});
