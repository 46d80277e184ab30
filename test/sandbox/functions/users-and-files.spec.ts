import { expect } from 'chai';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { deleteUser } from '../../../sandbox/workspace/functions/delete-user';
import { sendFileMessage } from '../../../sandbox/workspace/functions/file-message';
import { createPerson, insertBotUser } from '../../../sandbox/workspace/functions/insert-user';
import {
	hashLoginToken,
	logIn,
	userByPassword,
	userByToken,
} from '../../../sandbox/workspace/functions/login-tokens';
import { mediaTypeOf } from '../../../sandbox/workspace/functions/media-type';
import { identifyPicture } from '../../../sandbox/workspace/functions/picture';
import { connectionOpened, setStatus } from '../../../sandbox/workspace/functions/presence';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { insertUpload, uploadContent } from '../../../sandbox/workspace/functions/uploads';
import { setUserActiveStatus } from '../../../sandbox/workspace/functions/user-active-status';
import { memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

// apps/meteor/app/lib/server/functions/saveUser/validateUserData.ts, checkUsernameAvailability.ts
describe('making a user', () => {
	const server = memoryServer();
	const person = { username: 'alice', name: 'Alice', email: 'Alice@example.org', password: 'secret' };

	it('checks name, e-mail address and the pattern of usernames of a person', async () => {
		const user = createPerson(server, person);
		expect(user).to.deep.include({
			type: 'user',
			roles: ['user'],
			active: true,
			status: 'offline',
			emails: [{ address: 'alice@example.org', verified: false }],
		});
		const refused = (changes: object): Promise<string> =>
			thrownBy(() => createPerson(server, { ...person, ...changes }));
		expect(await refused({ username: 'ALICE', email: 'b@example.org' })).to.equal(
			'error-field-unavailable',
		);
		expect(await refused({ username: 'bob' })).to.equal('error-field-unavailable');
		expect(await refused({ username: 'bob:example.org' })).to.equal('error-input-is-not-a-valid-field');
		expect(await refused({ username: 'here' })).to.equal('error-blocked-username');
		expect(await refused({ name: ' ' })).to.equal('error-the-field-is-required');
	});

	it('makes only bots and app users for apps, whatever characters the name has, if it is free', () => {
		const bot = insertBotUser(server, { username: 'bob:example.org', type: 'bot' });
		expect(collections(server).users.findById(bot._id)).to.have.all.keys(
			'_id',
			'username',
			'type',
			'roles',
			'createdAt',
			'_updatedAt',
		);
		expect(() => insertBotUser(server, { username: 'carol', type: 'user' })).to.throw(
			'Creating normal users is currently not supported',
		);
		expect(() => insertBotUser(server, { username: 'Bob:example.org', type: 'bot' })).to.throw(
			'is already being used',
		);
	});

	it('finds a user by password and by token, which is stored as a hash', async () => {
		const alice = userByPassword(server, { username: 'alice' }, 'secret');
		const digest = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
		expect(
			userByPassword(server, { email: 'alice@example.org' }, { digest, algorithm: 'sha-256' })._id,
		).to.equal(alice._id);
		expect(await thrownBy(() => userByPassword(server, { username: 'alice' }, 'wrong'))).to.equal('403');
		const token = logIn(server, alice);
		const stored = collections(server).users.findById(alice._id);
		expect(stored?.services?.resume?.loginTokens[0]?.hashedToken).to.equal(hashLoginToken(token));
		expect(userByToken(server, token, alice._id)?._id).to.equal(alice._id);
		expect(userByToken(server, 'another', alice._id)).to.equal(undefined);
		setUserActiveStatus(server, alice._id, false);
		expect(userByToken(server, token, alice._id)).to.equal(undefined);
	});
});

// apps/meteor/app/lib/server/functions/deleteUser.ts; ee/packages/presence/src/Presence.ts
describe('deleting a user, and the status of a user', () => {
	it("a deleted user's messages, memberships and direct messages are deleted too", async () => {
		const server = memoryServer();
		const [alice, bob] = [someUser(server, 'alice'), someUser(server, 'bob')];
		someChannel(server, 'team', [alice, bob]);
		await executeSendMessage(server, bob._id, { rid: 'team-id', msg: 'bye' });
		await deleteUser(server, bob._id);
		expect(collections(server).users.findById(bob._id)).to.equal(undefined);
		expect(collections(server).messages.count({ rid: 'team-id' })).to.equal(0);
		expect(collections(server).rooms.findById('team-id')?.usersCount).to.equal(1);
	});

	it('nobody without a connection is shown online in 8.4, not even a bot', () => {
		const server = memoryServer('8.4');
		const bot = someUser(server, 'bot', { type: 'bot', status: 'online' });
		const shown = (): string | undefined => collections(server).users.findById(bot._id)?.status;
		setStatus(server, bot._id, 'busy', 'working');
		expect(shown()).to.equal('offline');
		const disconnect = connectionOpened(server, bot._id);
		expect(shown()).to.equal('busy');
		disconnect();
		expect(shown()).to.equal('offline');
	});

	it('a bot without a connection has the status that was set for it in 9.0, and a person has not', () => {
		const server = memoryServer('9.0');
		const [bot, alice] = [someUser(server, 'bot', { type: 'bot' }), someUser(server, 'alice')];
		const shown = ({ _id }: typeof bot) => {
			const { status, statusText } = collections(server).users.findById(_id) ?? {};
			return [status, statusText];
		};
		setStatus(server, bot._id, 'busy', 'working');
		setStatus(server, alice._id, 'busy', 'working');
		expect([shown(bot), shown(alice)]).to.deep.equal([
			['busy', 'working'],
			['offline', 'working'],
		]);
		// It ends what was set, the text included, and counts until the next connection ends.
		setStatus(server, alice._id, 'online');
		expect(shown(alice)).to.deep.equal(['online', '']);
	});
});

// apps/meteor/app/file-upload/server/lib/FileUpload.ts, server/methods/sendFileMessage.ts
describe('a file', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	someUser(server, 'bob');
	someChannel(server, 'team', [alice], { t: 'p' });
	const text = { name: 'a b.txt', type: 'text/plain', rid: 'team-id', userId: 'alice-id' };

	it('is kept, and its message names it in file, files and an attachment', async () => {
		const upload = await insertUpload(server, text, Buffer.from('hi'));
		const message = await sendFileMessage(server, 'alice-id', upload, 'team-id', { msg: 'caption' });
		const file = { _id: upload._id, name: 'a b.txt', type: 'text/plain', size: 2, format: '' };
		expect(message).to.deep.include({
			msg: 'caption',
			groupable: false,
			file,
			files: [file],
			attachments: [
				{
					title: 'a b.txt',
					type: 'file',
					title_link: `/file-upload/${upload._id}/a%20b.txt`,
					title_link_download: true,
					fileId: upload._id,
					format: 'txt',
					size: 2,
				},
			],
		});
		expect(uploadContent(server, upload._id).toString()).to.equal('hi');
	});

	it('that is a big picture brings a thumbnail, to which image_url leads', async () => {
		const file = { ...text, name: 'p.png', type: 'image/png' };
		const upload = await insertUpload(server, file, pngHeader(1600, 900));
		const message = await sendFileMessage(server, 'alice-id', upload, 'team-id');
		const [picture, thumbnail] = message?.files ?? [];
		expect(picture).to.include({ _id: upload._id, format: 'png' });
		expect(thumbnail).to.include({ name: 'thumb-p.png', typeGroup: 'thumb' });
		expect(message?.attachments?.[0]).to.deep.include({
			title_link: `/file-upload/${upload._id}/p.png`,
			image_url: `/file-upload/${thumbnail?._id ?? ''}/p.png`,
			image_dimensions: { width: 480, height: 270 },
		});
	});

	it('that is an SVG brings a PNG as thumbnail, since its size is not stored', async () => {
		server.settings.set('FileUpload_MediaTypeBlackList', '');
		const file = { ...text, name: 's.svg', type: 'image/svg+xml' };
		const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>';
		const upload = await insertUpload(server, file, Buffer.from(svg));
		server.settings.set('FileUpload_MediaTypeBlackList', 'image/svg+xml');
		const message = await sendFileMessage(server, 'alice-id', upload, 'team-id');
		const [picture, thumbnail] = message?.files ?? [];
		expect(picture).to.include({ type: 'image/svg+xml', format: '' });
		expect(thumbnail).to.include({ type: 'image/png', format: 'png', typeGroup: 'thumb' });
		expect(message?.attachments?.[0]).to.deep.include({
			image_type: 'image/png',
			image_dimensions: { width: 360, height: 360 },
		});
	});

	it('that only claims to be a picture brings no thumbnail', async () => {
		const file = { ...text, name: 'p.png', type: 'image/png' };
		const upload = await insertUpload(server, file, Buffer.from('no picture'));
		expect((await sendFileMessage(server, 'alice-id', upload, 'team-id'))?.files).to.have.length(1);
	});

	it('is refused if it is too large, of a refused type, or from a user who may not see the room', async () => {
		const upload = (changes: object, size = 2): Promise<string> =>
			thrownBy(() => insertUpload(server, { ...text, ...changes }, Buffer.alloc(size)));
		server.settings.set('FileUpload_MaxFileSize', 10);
		expect(await upload({}, 11)).to.equal('error-file-too-large');
		expect(await upload({ type: 'image/svg+xml' })).to.equal('error-invalid-file-type');
		expect(await upload({ userId: 'bob-id' })).to.equal('invalid-file');
		server.settings.set('FileUpload_Enabled', false);
		expect(await upload({})).to.equal('error-file-upload-disabled');
	});

	it('of an app has the type that its name says, else what its first bytes say', async () => {
		const png = pngHeader(1, 1);
		expect(await mediaTypeOf(png, 'picture.jpg')).to.equal('image/jpeg');
		expect(await mediaTypeOf(png, 'picture')).to.equal('image/png');
		expect(await mediaTypeOf(png, 'picture.ico')).to.equal('image/x-icon');
		expect(await mediaTypeOf(Buffer.from('?'), 'something')).to.equal('application/octet-stream');
	});
});

// apps/meteor/app/file-upload/server/lib/FileUpload.ts, uploadsOnValidate
describe('a picture', () => {
	it('is measured by its header, and sharp names its format', () => {
		const size = { width: 1600, height: 900 };
		expect(identifyPicture(pngHeader(1600, 900), 'image/png')).to.deep.equal({ format: 'png', size });
		expect(identifyPicture(jpegHeader(1600, 900), 'image/jpeg')).to.deep.equal({ format: 'jpeg', size });
	});

	it('is not measured if its media type is no common one or its content is no picture', () => {
		expect(identifyPicture(pngHeader(1600, 900), 'application/pdf')).to.equal(undefined);
		expect(identifyPicture(Buffer.from('text'), 'image/png')).to.equal(undefined);
	});
});

/** The first bytes of a PNG: signature, header, and the beginning of the data. */
function pngHeader(width: number, height: number): Buffer {
	const png = Buffer.alloc(64);
	png.write('89504e470d0a1a0a0000000d49484452', 'hex');
	png.writeUInt32BE(width, 16);
	png.writeUInt32BE(height, 20);
	png.write('IDAT', 37);
	return png;
}

/** The first bytes of a JPEG: start of image, application data without content, start of frame. */
function jpegHeader(width: number, height: number): Buffer {
	const jpeg = Buffer.alloc(64);
	jpeg.write('ffd8ffe000104a46494600', 'hex');
	jpeg.write('ffc0001108', 20, 'hex');
	jpeg.writeUInt16BE(height, 25);
	jpeg.writeUInt16BE(width, 27);
	return jpeg;
}
