import { expect } from 'chai';
import type { FederationError } from '../../../src/errors';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import { sendDeletion } from '../../../src/to-matrix/messages/deletion';
import { sendEdit } from '../../../src/to-matrix/messages/edit';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { deliverMessage } from '../../../src/to-matrix/delivery';
import { bytesOf, picture, stored, uploadsOf, withFiles } from '../../support/fake-uploads';
import { standingClock } from '../../support/standing-clock';
import { alice, roomId, waitingRoom, written } from '../../support/waiting-room';
import type { Answers } from '../../support/fake-bridge';

const now = new Date('2026-01-01T12:00:00Z');
const failing = new HomeserverError('M_UNKNOWN', 502, 'x');
const refused = new HomeserverError('M_FORBIDDEN', 403, 'x');

const workspaceFiles = uploadsOf({
	'id of a.txt': stored('a.txt', 'text/plain'),
	'id of b.txt': stored('b.txt', 'text/plain'),
	'id of large.txt': stored('large.txt', 'text/plain', new Uint8Array(1_001)),
	'id of a.png': stored('a.png', 'image/png', picture),
	'id of thumb-a.png': stored('thumb-a.png', 'image/png', picture),
	'id of page.png': stored('page.png', 'image/png', bytesOf('<html>')),
	'id of a.svg': stored('a.svg', 'image/svg+xml', bytesOf('<svg><script/></svg>')),
	'id of empty': stored('empty', '', new Uint8Array()),
	// A frame of 24 bytes: 8 kbit/s, 24 kHz, 24 ms.
	'id of lasting.mp3': stored(
		'lasting.mp3',
		'audio/mpeg',
		Buffer.from(`ID3\x03\0\0\0\0\0\0${`\xff\xf3\x14\0${'\0'.repeat(20)}`.repeat(40)}`, 'latin1'),
	),
	'id of recorded.mp3': stored('recorded.mp3', 'audio/mpeg', bytesOf('ID3\x03\0\0\0\0\0\0')),
	'id of ../../etc/pass\u202ewd': stored('../../etc/pass\u202ewd\n', ''),
});

/** A federated room in which Alice writes, and what the homeserver has of it. */
async function withMessage(text: string, more: object, answers: Answers = {}) {
	const message = written('1', text, now, more);
	const room = await waitingRoom(now.getTime() - 1_000, [message], { ...workspaceFiles, ...answers });
	/** The content of every event, without what is the same in all. */
	const shown = () =>
		room.homeserver.events.map(({ content }) => ({ ...(content as { body: string; msgtype: string }) }));
	const kinds = () => shown().map(({ msgtype, body }) => `${msgtype} ${body}`);
	return { ...room, message, shown, kinds };
}

const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'none',
		(error: unknown) => (error as FederationError).code,
	);

describe('a message with files', () => {
	standingClock(now);

	it('is one event if it has one file: the text is its caption', async () => {
		const { bridge, message, shown, homeserver } = await withMessage('*see* this', withFiles('a.txt'));
		expect(await sendMessage(bridge, message, roomId)).to.deep.equal([]);
		expect(shown()).to.deep.equal([
			{
				msgtype: 'm.file',
				body: '*see* this',
				format: 'org.matrix.custom.html',
				formatted_body: '<strong>see</strong> this',
				'm.mentions': {},
				filename: 'a.txt',
				url: 'mxc://example.org/1',
				info: { mimetype: 'text/plain', size: 5 },
			},
		]);
		expect(homeserver.uploaded).to.deep.equal(['a.txt']);
	});

	it('is an event for each file, in order, with the text on the first', async () => {
		const { bridge, message, kinds } = await withMessage('two', withFiles('a.txt', 'b.txt'));
		await sendMessage(bridge, message, roomId);
		expect(kinds()).to.deep.equal(['m.file two', 'm.file b.txt']);
	});

	it('has a text of several events in front of its files', async () => {
		const { bridge, message, kinds } = await withMessage('many words '.repeat(6_000), withFiles('a.txt'));
		await sendMessage(bridge, message, roomId);
		expect(kinds().length).to.be.greaterThan(2);
		expect(kinds().at(-1)).to.equal('m.file a.txt');
	});

	it('has the description of an older server as its caption', async () => {
		const attachments = [
			{ type: 'file', fileId: 'id of a.txt', title: { value: 'a.txt' }, description: 'first' },
			{ type: 'file', fileId: 'id of b.txt', title: { value: 'b.txt' }, description: '*second*' },
		];
		const { bridge, message, kinds } = await withMessage('', { attachments });
		await sendMessage(bridge, message, roomId);
		expect(kinds()).to.deep.equal(['m.file first', 'm.file *second*']);
	});

	it('has size and thumbnail of a picture, and the thumbnail is no file of its own', async () => {
		const { files } = withFiles('a.png', 'thumb-a.png');
		const attachments = [{ fileId: 'id of a.png', imageUrl: '/file-upload/id of thumb-a.png/a.png' }];
		const { bridge, message, shown } = await withMessage('', {
			...{
				attachments,
				files: files.map((file, at) => (at === 1 ? { ...file, typeGroup: 'thumb' } : file)),
			},
		});
		await sendMessage(bridge, message, roomId);
		const info = { mimetype: 'image/png', size: picture.byteLength, w: 1, h: 2 };
		expect(shown()).to.deep.equal([
			{
				...{ msgtype: 'm.image', body: 'a.png', filename: 'a.png', 'm.mentions': {} },
				url: 'mxc://example.org/1',
				info: { ...info, thumbnail_url: 'mxc://example.org/2', thumbnail_info: info },
			},
		]);
	});

	it('is shown although its thumbnail cannot be uploaded', async () => {
		const attachments = [{ fileId: 'id of a.png', imageUrl: '/file-upload/id of thumb-a.png/a.png' }];
		const answers = ['mxc://example.org/1', refused];
		const { bridge, message, kinds } = await withMessage(
			'',
			{ attachments },
			{
				'media.upload': () => {
					const answer = answers.shift();
					if (answer instanceof Error) {
						throw answer;
					}
					return answer;
				},
			},
		);
		await sendMessage(bridge, message, roomId);
		expect(answers).to.deep.equal([]);
		expect(kinds()).to.deep.equal(['m.image a.png']);
	});

	const kindsOfFiles: readonly [what: string, name: string, shown: object][] = [
		[
			'HTML that is called a picture is a file of bytes',
			'page.png',
			{ msgtype: 'm.file', info: { mimetype: 'application/octet-stream', size: 6 } },
		],
		[
			'SVG, which may run scripts, is a file',
			'a.svg',
			{ msgtype: 'm.file', info: { mimetype: 'image/svg+xml', size: 20 } },
		],
		[
			'a file without a byte or a type is a file',
			'empty',
			{ msgtype: 'm.file', info: { mimetype: 'application/octet-stream', size: 0 } },
		],
		[
			'what Rocket.Chat’s recorder made is a voice message',
			'recorded.mp3',
			{ msgtype: 'm.audio', 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': {} },
		],
		[
			'a voice message has its duration',
			'lasting.mp3',
			{
				...{ msgtype: 'm.audio', 'org.matrix.msc1767.audio': { duration: 960 } },
				info: { mimetype: 'audio/mpeg', size: 970, duration: 960 },
			},
		],
		[
			'folders, control characters and reversed text are taken out of a name',
			'../../etc/pass\u202ewd',
			{ filename: 'passwd', body: 'passwd' },
		],
	];
	for (const [what, name, expected] of kindsOfFiles) {
		it(what, async () => {
			const { bridge, message, shown } = await withMessage('', withFiles(name));
			await sendMessage(bridge, message, roomId);
			expect(shown()[0]).to.deep.include(expected);
		});
	}

	const lines: readonly [what: string, name: string, told: string][] = [
		[
			'over the limit',
			'large.txt',
			'`large.txt` was not sent to Matrix: it has 1001 B, and at most 1000 B may be sent.',
		],
		[
			'that is gone',
			'gone.txt',
			'`gone.txt` was not sent to Matrix: Rocket.Chat does not have the file any more.',
		],
	];
	for (const [what, name, told] of lines) {
		it(`has a line in the place of a file ${what}, behind its text, and its writer is told`, async () => {
			const room = await withMessage('look', withFiles(name, 'b.txt'));
			expect(await deliverMessage(room.bridge, room.message, roomId)).to.equal(true);
			expect(room.kinds()).to.deep.equal(['m.text look', `m.text ${told}`, 'm.file b.txt']);
			expect(room.told()).to.deep.equal([[alice.id, told.replace('Rocket.Chat', 'Rocket.\u2060Chat')]]);
			expect(await room.bridge.store.parked.all()).to.deep.equal([]);
			await room.reconcile(room.restarted());
			expect(room.homeserver.events).to.have.length(3);
		});
	}

	it('is not sent, and nobody is told, if it was deleted with its file in the meantime', async () => {
		const room = await withMessage('look', withFiles('gone.txt', 'b.txt'), {
			'messages.byId': () => undefined,
		});
		expect(await deliverMessage(room.bridge, room.message, roomId)).to.equal(true);
		expect(room.kinds()).to.deep.equal([]);
		expect(room.told()).to.deep.equal([]);
	});

	it('has its own caption with its markup above the line in its place', async () => {
		const attachments = [
			{ type: 'file', fileId: 'id of a.txt', title: { value: 'a.txt' } },
			{
				type: 'file',
				fileId: 'id of large.txt',
				title: { value: 'large.txt' },
				description: '*see* <this>',
			},
		];
		const { bridge, message, shown } = await withMessage('', { attachments });
		await sendMessage(bridge, message, roomId);
		expect(shown()[1]).to.include({
			msgtype: 'm.text',
			body: '*see* <this>\n\n`large.txt` was not sent to Matrix: it has 1001 B, and at most 1000 B may be sent.',
			formatted_body:
				'<strong>see</strong> &lt;this&gt;<br><br><code>large.txt</code> was not sent to Matrix: it has 1001 B, and at most 1000 B may be sent.',
		});
	});

	it('is not read from Rocket.Chat if it is over the limit', async () => {
		const read = () => Promise.reject(new Error('read'));
		const large = { ...stored('large.txt', 'text/plain'), size: 1_001, read };
		const { bridge, message, kinds } = await withMessage('', withFiles('large.txt'), {
			'uploads.byId': () => large,
		});
		await sendMessage(bridge, message, roomId);
		expect(kinds()[0]).to.include('it has 1001 B');
	});

	it('that is too large for the engine is fetched past it, or has a line', async () => {
		const read = () => Promise.reject(new Error('read'));
		for (const fetched of [bytesOf('bytes'), undefined]) {
			const large = { ...stored('large.txt', 'text/plain'), size: 30_000_000, read };
			const { bridge, message, kinds } = await withMessage('', withFiles('large.txt'), {
				'uploads.byId': () => ({ ...large, fetch: async () => fetched }),
				'media.limit': () => 50_000_000,
			});
			await sendMessage(bridge, message, roomId);
			expect(kinds()[0]).to.match(fetched ? /^m\.file large\.txt$/ : /28\.6 MB, and at most 25 MB/);
		}
	});

	it('has another line if the homeserver, or a proxy, accepts less than it says', async () => {
		const { bridge, message, homeserver, kinds } = await withMessage('', withFiles('a.txt'));
		homeserver.failUploads(new HomeserverError('M_TOO_LARGE', 413, 'x'));
		await sendMessage(bridge, message, roomId);
		expect(kinds()).to.deep.equal([
			'm.text `a.txt` was not sent to Matrix: it has 5 B, and the Matrix server, or a proxy in front of it, accepts less.',
		]);
	});

	describe('whose upload fails', () => {
		it('sends its text at once, and the file later, each once', async () => {
			const room = await withMessage('look', withFiles('a.txt'));
			room.homeserver.failUploads(failing);
			expect(await codeOf(deliverMessage(room.bridge, room.message, roomId))).to.equal(
				'homeserver-failing',
			);
			expect(room.kinds()).to.deep.equal(['m.text look']);
			await room.reconcile();
			expect(room.kinds()).to.deep.equal(['m.text look', 'm.file a.txt']);
			await room.reconcile(room.restarted());
			expect(room.homeserver.events).to.have.length(2);
			expect(room.homeserver.uploaded).to.deep.equal(['a.txt']);
			expect(room.told()).to.deep.equal([]);
		});

		it('sends the file although the app was killed before it stored that the text was sent', async () => {
			const room = await withMessage('look', withFiles('a.txt'));
			room.homeserver.failUploads(failing);
			await sendMessage(room.dying(), room.message, roomId).catch(() => undefined);
			await room.reconcile(room.restarted());
			expect(room.kinds()).to.deep.equal(['m.text look', 'm.file a.txt']);
		});

		it('is given up after ten times: its writer is told, and a retry sends the file', async () => {
			const room = await withMessage('look', withFiles('a.txt'));
			room.homeserver.failUploads(...Array.from({ length: 10 }, () => failing));
			for (let attempt = 1; attempt < 10; attempt += 1) {
				expect(await codeOf(room.reconcile())).to.equal('homeserver-failing');
			}
			await room.reconcile();
			expect(room.told().map(([, text]) => String(text))).to.have.length(1);
			expect(room.told()[0]?.[1]).to.match(/^`a\.txt` was \*\*not\*\* sent to Matrix\. /);
			expect((await room.bridge.store.parked.all()).map(({ code }) => code)).to.deep.equal([
				'homeserver-failing',
			]);
			await sendMessage(room.bridge, room.message, roomId);
			expect(room.kinds()).to.deep.equal(['m.text look', 'm.file a.txt']);
		});

		it('waits as long as the homeserver is away', async () => {
			const room = await withMessage('look', withFiles('a.txt'));
			room.homeserver.failUploads(
				...Array.from({ length: 20 }, () => new HomeserverError('UNREACHABLE', undefined, 'x')),
			);
			for (let attempt = 1; attempt <= 20; attempt += 1) {
				expect(await codeOf(room.reconcile())).to.equal('homeserver-unreachable');
			}
			await room.reconcile();
			expect(room.kinds()).to.deep.equal(['m.text look', 'm.file a.txt']);
		});

		it('is given up at once if the homeserver refuses the file', async () => {
			const room = await withMessage('look', withFiles('a.txt'));
			room.homeserver.failUploads(refused);
			await deliverMessage(room.bridge, room.message, roomId);
			expect(room.kinds()).to.deep.equal(['m.text look']);
			expect(room.told()).to.have.length(1);
			expect((await room.bridge.store.parked.all()).map(({ code }) => code)).to.deep.equal([
				'homeserver-refused',
			]);
		});
	});

	it('uploads nothing again if the event itself gets no answer', async () => {
		const room = await withMessage('look', withFiles('a.txt'));
		room.homeserver.silence(1);
		await deliverMessage(room.bridge, room.message, roomId).catch(() => undefined);
		await room.reconcile();
		expect(room.kinds()).to.deep.equal(['m.file look']);
		expect(room.homeserver.uploaded).to.deep.equal(['a.txt']);
	});

	it('uploads nothing again if the app ends between the upload and the event', async () => {
		const room = await withMessage('look', withFiles('a.txt'));
		room.homeserver.refuse(1);
		await sendMessage(room.bridge, room.message, roomId).catch(() => undefined);
		expect(room.homeserver.uploaded).to.deep.equal(['a.txt']);
		await room.reconcile(room.restarted());
		expect(room.kinds()).to.deep.equal(['m.file look']);
		expect(room.homeserver.uploaded).to.deep.equal(['a.txt']);
	});

	it('has another caption after an edit, and the same file', async () => {
		const room = await withMessage('look', withFiles('a.txt'));
		await sendMessage(room.bridge, room.message, roomId);
		const edited = { ...room.message, text: 'look here', editedAt: new Date(now.getTime() + 9) };
		await sendEdit(room.bridge, edited, roomId);
		const [, edit] = room.homeserver.events;
		expect(edit?.content).to.deep.include({ msgtype: 'm.file', body: '* look here', filename: 'a.txt' });
		expect(edit?.content).to.have.nested.property('m\\.new_content.url', 'mxc://example.org/1');
		expect(edit?.content).to.have.nested.property('m\\.new_content.body', 'look here');
		expect(room.homeserver.uploaded).to.deep.equal(['a.txt']);
	});

	it('loses the file that an edit takes out of it, and uploads nothing again', async () => {
		const names = ['a.txt', 'b.txt', 'a.png'];
		const attachmentsOf = (shown: readonly string[]) =>
			shown.map((name) => ({ fileId: `id of ${name}`, title: { value: name } }));
		const room = await withMessage('look', {
			...withFiles(...names),
			attachments: attachmentsOf(names),
		});
		await sendMessage(room.bridge, room.message, roomId);
		expect(room.kinds()).to.deep.equal(['m.file look', 'm.file b.txt', 'm.image a.png']);
		const editedAt = new Date(now.getTime() + 9);
		const edited = { ...room.message, attachments: attachmentsOf(['a.txt', 'a.png']), editedAt };
		await sendEdit(room.bridge, edited, roomId);
		// The third event is gone, and the second one shows what it showed.
		expect(room.homeserver.readable()).to.deep.equal(['look', 'b.txt', '* look', '* a.png']);
		expect(room.homeserver.uploaded).to.deep.equal(names);
	});

	it('keeps its text apart at an edit if it was sent so', async () => {
		const room = await withMessage('look', withFiles('a.txt'));
		room.homeserver.failUploads(failing);
		await sendMessage(room.bridge, room.message, roomId).catch(() => undefined);
		await sendMessage(room.bridge, room.message, roomId);
		const edited = { ...room.message, text: 'look here', editedAt: new Date(now.getTime() + 9) };
		await sendEdit(room.bridge, edited, roomId);
		expect(room.kinds().slice(0, 3)).to.deep.equal(['m.text look', 'm.file a.txt', 'm.text * look here']);
	});

	it('takes its events and its files back when it is deleted', async () => {
		const room = await withMessage('look', withFiles('a.txt', 'b.txt'));
		await sendMessage(room.bridge, room.message, roomId);
		await sendDeletion(room.bridge, room.message, alice, roomId);
		expect(room.homeserver.readable()).to.deep.equal([]);
		expect(room.homeserver.deletedFiles).to.deep.equal(['mxc://example.org/1', 'mxc://example.org/2']);
		expect(await room.bridge.store.sentFiles.ofMessage(room.message.id)).to.deep.equal([]);
	});

	it('is deleted although the homeserver does not answer when its file is deleted', async () => {
		const room = await withMessage('look', withFiles('a.txt'), {
			'media.delete': () => Promise.reject(failing),
		});
		await sendMessage(room.bridge, room.message, roomId);
		await sendDeletion(room.bridge, room.message, alice, roomId);
		expect(room.homeserver.readable()).to.deep.equal([]);
	});
});
