import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { downloadFromHomeserver } from '../../sandbox/clients/matrix-files';
import type { MatrixMessage } from '../../sandbox/clients/matrix-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { sendWorkspaceFile, uploadToWorkspace } from '../../sandbox/clients/workspace-files';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { countFilesOf, makeBotAdministrator } from '../support/homeserver-administration';
import { itNeeding } from '../support/left-out';
import { sampleFile, sampleFiles, type SampleFile } from '../support/sample-files';

describe('files from Rocket.Chat to Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async () => {
		federated = await FederatedWorkspace.start();
		// Rocket.Chat refuses SVG by default.
		await federated.app.administration.changeSetting('FileUpload_MediaTypeBlackList', '');
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId, matrixId } = await federated.directMessage(alice, bob));
	});
	after(() => federated.stop());

	/** Waits for the events of a message, which have its time. */
	const eventsOf = ({ sentAt }: WorkspaceMessage, count = 1): Promise<MatrixMessage[]> =>
		bob.waitUntil(`${count} events`, {
			look: () => {
				const found = bob
					.messages(matrixId)
					.filter((message) => message.sender === ghost && message.sentAt === sentAt);
				return found.length >= count ? found : undefined;
			},
		});

	async function expectFile(event: MatrixMessage | undefined, file: SampleFile): Promise<void> {
		const { name, bytes, msgtype, info } = file;
		expect(event?.content).to.deep.include({ msgtype, filename: name });
		expect(event?.content.info).to.deep.include({ ...info, size: bytes.byteLength });
		const { bytes: downloaded } = await downloadFromHomeserver(bob, String(event?.content.url));
		expect(downloaded.equals(bytes)).to.equal(true);
	}

	for (const [index, { what }] of sampleFiles().entries()) {
		it(`${what} arrives in the room, byte by byte, with its name, type and size`, async () => {
			const file = sampleFile(index);
			const [event] = await eventsOf(await sendWorkspaceFile(alice, rocketChatId, file));
			await expectFile(event, file);
			expect(event?.body).to.equal(file.name);
			expect('org.matrix.msc3245.voice' in (event?.content ?? {})).to.equal(what === 'a voice message');
		});

		it(`${what} arrives in a thread`, async () => {
			const file = sampleFile(index);
			const root = await alice.send(rocketChatId, `thread of ${what}`);
			const [first] = await eventsOf(root);
			const [event] = await eventsOf(
				await sendWorkspaceFile(alice, rocketChatId, file, { tmid: root.id }),
			);
			await expectFile(event, file);
			expect(event?.thread).to.equal(first?.eventId);
		});

		it(`${what} arrives as an answer, with its caption`, async () => {
			const file = sampleFile(index);
			const asked = await alice.send(rocketChatId, `where is ${what}?`);
			const [question] = await eventsOf(asked);
			const link = `[ ](${federated.app.url}/direct/${rocketChatId}?msg=${asked.id})`;
			const [event] = await eventsOf(
				await sendWorkspaceFile(alice, rocketChatId, file, { msg: `${link} *here*, @bob:${DOMAIN}` }),
			);
			await expectFile(event, file);
			expect(event?.repliesTo).to.equal(question?.eventId);
			expect(event?.content.formatted_body).to.match(/^<strong>here<\/strong>, /);
		});
	}

	it('several files of a message arrive in order, with the text on the first', async () => {
		const files = sampleFiles();
		const attachments = [];
		for (const file of files) {
			const fileId = await uploadToWorkspace(alice, rocketChatId, file);
			const link = `/file-upload/${fileId}/${encodeURI(file.name)}`;
			attachments.push({ type: 'file', title: file.name, title_link: link });
		}
		const sent = await alice.send(rocketChatId, 'everything', { attachments });
		const events = await eventsOf(sent, files.length);
		expect(events.map(({ body }) => body)).to.deep.equal([
			'everything',
			...files.slice(1).map(({ name }) => name),
		]);
		for (const [index, file] of files.entries()) {
			await expectFile(events[index], file);
		}
	});

	it('a large picture has a thumbnail', async () => {
		const [image] = sampleFiles();
		const bytes = Buffer.from(image?.bytes ?? []);
		bytes.writeUInt32BE(1_000, 16);
		const sent = await sendWorkspaceFile(alice, rocketChatId, {
			name: 'large.png',
			type: 'image/png',
			bytes,
		});
		const [event] = await eventsOf(sent);
		expect(event?.content.info).to.include({ w: 1_000, h: 2 });
		const { thumbnail_url: url } = event?.content.info as { thumbnail_url: string };
		expect((await downloadFromHomeserver(bob, url)).type).to.equal('image/png');
	});

	itNeeding(
		'files of a user',
		'a caption is edited without an upload; a deletion takes event and file',
		async () => {
			const [file] = sampleFiles() as [SampleFile];
			await makeBotAdministrator(federated);
			const before = await countFilesOf(federated, ghost);
			const sent = await sendWorkspaceFile(alice, rocketChatId, file, { msg: 'frist' });
			const [event] = await eventsOf(sent);
			const url = String(event?.content.url);
			await alice.edit(rocketChatId, sent.id, 'first');
			await bob.waitForMessage(
				matrixId,
				({ eventId, body }) => eventId === event?.eventId && body === 'first',
			);
			const edited = bob.messages(matrixId).find(({ eventId }) => eventId === event?.eventId);
			await expectFile(edited, file);
			expect(await countFilesOf(federated, ghost)).to.equal(before + 1);

			await alice.remove(rocketChatId, sent.id);
			await bob.waitForMessage(
				matrixId,
				({ eventId, redacted }) => eventId === event?.eventId && redacted,
			);
			await bob.waitUntil('the file to be gone', {
				look: async () => ((await countFilesOf(federated, ghost)) === before ? true : undefined),
			});
			const gone = await downloadFromHomeserver(bob, url).catch(String);
			expect(gone).to.include('status 404');
		},
	);

	it('a file over the limit is a line in the room, and its sender reads both numbers', async () => {
		const { app } = federated;
		await app.administration.setAppSettings(app.appId, { max_file_size: 200 });
		try {
			const file = { name: 'big.bin', type: 'application/zip', bytes: Buffer.alloc(201) };
			const events = await eventsOf(
				await sendWorkspaceFile(alice, rocketChatId, file, { msg: 'look' }),
				2,
			);
			const line = '`big.bin` was not sent to Matrix: it has 201 B, and at most 200 B may be sent.';
			expect(events.map(({ body }) => body)).to.deep.equal(['look', line]);
			await alice.waitForNotice(({ text }) => text === line);
		} finally {
			await app.administration.setAppSettings(app.appId, { max_file_size: 0 });
		}
	});
});
