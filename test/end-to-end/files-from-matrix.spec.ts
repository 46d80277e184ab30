import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { UploadBridge } from '../../sandbox/workspace/bridges/uploads';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';
import { emptyPicture } from '../support/empty-picture';

/** A file that somebody on Matrix sends. */
interface Sent {
	readonly name: string;
	readonly type: string;
	readonly bytes: Buffer;
	readonly msgtype: string;
	readonly more?: object;
}

const text = Buffer.from('three\nlines\nof text');
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256));
const kinds = {
	'a picture': {
		name: 'large picture.png',
		type: 'image/png',
		bytes: emptyPicture(900, 600),
		msgtype: 'm.image',
	},
	'an animated picture': { name: 'moving.gif', type: 'image/gif', bytes: gif, msgtype: 'm.image' },
	'a film': { name: 'film.mp4', type: 'video/mp4', bytes: noise, msgtype: 'm.video' },
	'a sound': { name: 'sound.ogg', type: 'audio/ogg', bytes: noise, msgtype: 'm.audio' },
	'a voice message': {
		name: 'Voice message.ogg',
		type: 'audio/ogg',
		bytes: noise,
		msgtype: 'm.audio',
		more: { 'org.matrix.msc3245.voice': {} },
	},
	'a PDF': { name: 'Prüfung 日本.pdf', type: 'application/pdf', bytes: noise, msgtype: 'm.file' },
	'a text': { name: 'notes.txt', type: 'text/plain', bytes: text, msgtype: 'm.file' },
	'an empty file': { name: 'empty.txt', type: 'text/plain', bytes: Buffer.alloc(0), msgtype: 'm.file' },
	'a file of unknown type': {
		name: 'data',
		type: 'application/x-unknown',
		bytes: noise,
		msgtype: 'm.file',
	},
} satisfies Readonly<Record<string, Sent>>;

describe('files from Matrix to Rocket.Chat', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId, matrixId } = await federated.directMessage(alice, bob));
	});
	after(() => federated.stop());

	const upload = async ({ bytes, type, name }: Pick<Sent, 'bytes' | 'type' | 'name'>): Promise<string> =>
		(await bob.client.uploadContent(new Blob([new Uint8Array(bytes)], { type }), { name })).content_uri;
	const sendEvent = async (content: object, type = 'm.room.message'): Promise<string> =>
		(await bob.client.sendEvent(matrixId, type as never, content as never)).event_id;
	const contentOf = async (file: Sent, more: object = {}): Promise<object> => ({
		msgtype: file.msgtype,
		body: file.name,
		url: await upload(file),
		info: { mimetype: file.type, size: file.bytes.length },
		...file.more,
		...more,
	});
	const sendFile = async (file: Sent, more: object = {}) => sendEvent(await contentOf(file, more));
	let marks = 0;
	/** Waits until everything sent so far has come, and @returns what came since the mark before. */
	const settled = async (): Promise<WorkspaceMessage[]> => {
		marks += 1;
		const mark = `mark ${marks}`;
		await bob.send(matrixId, mark);
		await alice.waitForMessage(rocketChatId, ({ text: said }) => said === mark);
		const all = await alice.messages(rocketChatId, 100);
		const last = all.findIndex(({ text: said }) => said === mark);
		const before = all.findIndex(({ text: said }) => said === `mark ${marks - 1}`);
		return all.slice(before + 1, last);
	};
	const attachmentOf = ({ raw }: WorkspaceMessage) => {
		const all = raw.attachments as readonly Record<string, string>[] | undefined;
		return all?.find(({ title_link: link }) => link !== undefined);
	};
	const download = async (message: WorkspaceMessage): Promise<Buffer> => {
		const answer = await alice.rest.fetch(attachmentOf(message)?.title_link ?? '');
		return Buffer.from(await answer.arrayBuffer());
	};
	/** Expects exactly one message, with the file in it. @returns it */
	const onlyFile = async (messages: readonly WorkspaceMessage[], { bytes, name }: Sent) => {
		expect(messages.map(({ text: said }) => said)).to.have.length(1);
		const [message] = messages as [WorkspaceMessage];
		expect(message.sender).to.equal(bob.userId.slice(1));
		expect(attachmentOf(message)?.title).to.equal(name);
		expect((await download(message)).equals(bytes), 'the same bytes').to.equal(true);
		return message;
	};

	for (const [what, file] of Object.entries<Sent>(kinds)) {
		it(`${what} becomes one message with the same bytes and name`, async () => {
			await settled();
			await sendFile(file);
			const message = await onlyFile(await settled(), file);
			expect(message.text).to.equal('');
			expect(message.raw.editedAt).to.equal(undefined);
		});

		it(`${what} in answer to a message quotes it`, async () => {
			const { id } = await alice.send(rocketChatId, `question about ${what}`);
			const question = await bob.waitForMessage(matrixId, ({ body }) => body.endsWith(what));
			await settled();
			await sendFile(file, { 'm.relates_to': { 'm.in_reply_to': { event_id: question.eventId } } });
			const message = await onlyFile(await settled(), file);
			expect(message.text).to.include(`?msg=${id}`);
			expect(JSON.stringify(message.raw.attachments)).to.include(`question about ${what}`);
		});

		it(`${what} in a thread is in the thread`, async () => {
			const { id } = await alice.send(rocketChatId, `topic of ${what}`);
			const root = await bob.waitForMessage(matrixId, ({ body }) => body === `topic of ${what}`);
			const relation = { rel_type: 'm.thread', event_id: root.eventId };
			await sendEvent({ msgtype: 'm.text', body: 'first', 'm.relates_to': relation });
			await settled();
			await sendFile(file, { 'm.relates_to': relation });
			const message = await onlyFile(await settled(), file);
			expect(message.raw.tmid).to.equal(id);
		});
	}

	it('a thread that begins with a file stays in the room, and quotes its first message', async () => {
		const { id } = await alice.send(rocketChatId, 'nobody has answered');
		const root = await bob.waitForMessage(matrixId, ({ body }) => body === 'nobody has answered');
		await settled();
		const file = kinds['a text'];
		await sendFile(file, { 'm.relates_to': { rel_type: 'm.thread', event_id: root.eventId } });
		const message = await onlyFile(await settled(), file);
		expect(message.raw.tmid).to.equal(undefined);
		expect(message.text).to.include(`?msg=${id}`);
	});

	it('a sticker is a picture', async () => {
		await settled();
		const picture = { name: 'a cat.png', type: 'image/png', bytes: emptyPicture(10, 10), msgtype: '' };
		const url = await upload(picture);
		await sendEvent({ body: 'a cat', url, info: { mimetype: 'image/png' } }, 'm.sticker');
		const message = await onlyFile(await settled(), picture);
		expect(attachmentOf(message)).to.have.property('image_url');
	});

	describe('a caption', () => {
		const file = kinds['a PDF'];
		const captioned = {
			body: 'plain',
			filename: file.name,
			format: 'org.matrix.custom.html',
			formatted_body: '<strong>bold</strong> caption',
		};
		let message: WorkspaceMessage;
		let content: object;
		let eventId: string;

		it('comes with its file, formatted', async () => {
			await settled();
			content = await contentOf(file, captioned);
			eventId = await sendEvent(content);
			message = await onlyFile(await settled(), file);
			expect(message.text).to.equal('*bold* caption');
		});

		it('changes by an edit, and the file stays', async () => {
			const plain = { format: undefined, formatted_body: undefined };
			const changed = { ...content, ...plain, body: 'another caption' };
			await sendEvent({
				...{ ...changed, body: '* another caption' },
				'm.new_content': changed,
				'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
			});
			const edited = await alice.waitForMessage(
				rocketChatId,
				({ id, text: said }) => id === message.id && said === 'another caption',
			);
			expect((await download(edited)).equals(file.bytes)).to.equal(true);
		});

		itNeeding('redactions', 'goes with its file when the event is redacted', async () => {
			await bob.redact(matrixId, eventId);
			await settled();
			const all = await alice.messages(rocketChatId, 100);
			expect(all.map(({ id }) => id)).not.to.include(message.id);
			const { status } = await alice.rest.fetch(attachmentOf(message)?.title_link ?? '');
			expect(status).to.equal(404);
		});
	});

	const bad: readonly [what: string, content: object, line: RegExp][] = [
		['an encrypted file', { file: { url: 'mxc://x.test/y', v: 'v2' } }, /end-to-end encrypted/],
		['an address that is none', { url: 'https://evil.example.org/x' }, /no valid address/],
		[
			'a file that the homeserver does not have',
			{ url: 'mxc://matrix.test/nothing' },
			/does not have the file/,
		],
		[
			'a file that says it is too large',
			{ url: 'mxc://matrix.test/x', info: { size: 9e9 } },
			/its size is 8\.4 GB, and the largest size is (25|10) MB/,
		],
	];
	for (const [what, content, line] of bad) {
		it(`${what} becomes a line with its name, the reason and the caption`, async () => {
			await settled();
			await sendEvent({ msgtype: 'm.file', filename: 'x.bin', body: 'my caption', ...content });
			const [message, ...others] = await settled();
			expect(others).to.deep.equal([]);
			expect(message?.text).to.match(/^`x\.bin` was not transferred/);
			expect(message?.text).to.match(line);
			expect(message?.text).to.match(/\nmy caption$/);
			await bob.waitForMessage(matrixId, ({ body }) => line.test(body));
		});
	}

	const script = '<script>alert(1)</script>';
	const dangerous: readonly [what: string, name: string, content: string, type: string | undefined][] = [
		['a page that is sent as a picture', 'page.html', `<html>${script}</html>`, undefined],
		['a page with the name of a picture', 'page.png', `<html>${script}</html>`, 'image/png'],
	];
	for (const [what, name, content, shownAs] of dangerous) {
		it(`${what} comes with its bytes, and shows ${shownAs ? `only as ${shownAs}` : 'no picture'}`, async () => {
			await settled();
			const file = { name, type: 'image/png', bytes: Buffer.from(content), msgtype: 'm.image' };
			const bomb = { thumbnail_url: 'mxc://matrix.test/bomb', mimetype: 'image/png' };
			await sendFile(file, { info: bomb });
			const message = await onlyFile(await settled(), file);
			const shown = attachmentOf(message)?.image_url;
			const answer = shown === undefined ? undefined : await alice.rest.fetch(shown);
			expect(answer?.headers.get('content-type')?.replace(/;.*/, '')).to.equal(shownAs);
		});
	}

	it('a drawing with a script is refused, as Rocket.Chat does unless an administrator allows it', async () => {
		await settled();
		const bytes = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`);
		await sendFile({ name: 'drawing.svg', type: 'image/svg+xml', bytes, msgtype: 'm.image' });
		const [message, ...others] = await settled();
		expect(others).to.deep.equal([]);
		expect(message?.text).to.match(/^`drawing\.svg` was not transferred: .* files of this type/);
		expect(message && attachmentOf(message)).to.equal(undefined);
	});

	it('a file with a misleading name gets a clean one', async () => {
		await settled();
		const file = kinds['a text'];
		await sendFile({ ...file, name: '../../etc/\u202egpj.exe\u0000.txt' });
		await onlyFile(await settled(), { ...file, name: 'gpj.exe.txt' });
	});

	itNeeding('internals', 'a file is posted once if the app ends before it has linked it', async () => {
		await settled();
		const file = { ...kinds['a text'], name: 'killed.txt' };
		const answered = holdUploadAnswer();
		await sendFile(file, { body: 'its caption', filename: file.name });
		await alice.waitForMessage(rocketChatId, (message) => attachmentOf(message)?.title === file.name);
		answered();
		await federated.app.kill();
		await alice.waitForMessage(rocketChatId, ({ text: said }) => said === 'its caption');
		await onlyFile(await settled(), file);
	});
});

/** The method of the bridge that the engine calls. */
interface Uploading {
	createUpload: (this: Uploading, ...given: unknown[]) => Promise<unknown>;
}

/** Keeps the answer to the next upload from the app for ever. @returns a function that lets later ones pass */
function holdUploadAnswer(): () => void {
	const bridge = UploadBridge.prototype as unknown as Uploading;
	const { createUpload } = bridge;
	bridge.createUpload = async function (...given) {
		await createUpload.apply(this, given);
		return new Promise(() => undefined);
	};
	return () => (bridge.createUpload = createUpload);
}
