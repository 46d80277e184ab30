import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import {
	messageFromApp,
	messageToApp,
	messageToAppRaw,
} from '../../../sandbox/workspace/converters/messages';
import { roomById } from '../../../sandbox/workspace/converters/rooms';
import { userById } from '../../../sandbox/workspace/converters/users';
import type { MessageDocument } from '../../../sandbox/workspace/database/documents';
import { memoryServer, someChannel, someUser, then } from '../support/memory-server';

// apps/meteor/app/apps/server/converters/messages.ts
describe('a message on its way to an app', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	someChannel(server, 'team', [alice]);

	const document: MessageDocument = {
		_id: 'message-id',
		rid: 'team-id',
		msg: 'look @bob',
		ts: then,
		u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
		tmid: 'thread-id',
		groupable: false,
		customFields: { key: 'value' },
		reactions: { ':tada:': { usernames: ['alice'] } },
		editedAt: then,
		editedBy: { _id: 'alice-id', username: 'alice' },
		urls: [],
		mentions: [],
		channels: [],
		pinned: true,
		file: { _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' },
		files: [{ _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' }],
		attachments: [{ title: 'a.txt', type: 'file', title_link: '/file-upload/file-id/a.txt', size: 1 }],
		_updatedAt: then,
	};

	it('has room, sender and editor looked up, fields renamed, and all others under _unmappedProperties_', () => {
		const { attachments, ...message } = messageToApp(server, document) as unknown as Record<
			string,
			unknown
		>;
		expect(message).to.deep.equal({
			id: 'message-id',
			threadId: 'thread-id',
			reactions: { ':tada:': { usernames: ['alice'] } },
			text: 'look @bob',
			createdAt: then,
			updatedAt: then,
			editedAt: then,
			file: { _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' },
			customFields: { key: 'value' },
			groupable: false,
			files: [{ _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' }],
			room: roomById(server, 'team-id'),
			editor: userById(server, 'alice-id'),
			sender: userById(server, 'alice-id'),
			_unmappedProperties_: {
				urls: [],
				mentions: [],
				channels: [],
				pinned: true,
				files: [{ _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' }],
			},
		});
		expect(attachments).to.have.length(1);
	});

	it('has attachments with author, title and timestamp even where there are none: the timestamp is an invalid date', () => {
		const [attachment] = messageToApp(server, document).attachments ?? [];
		const { timestamp, ...others } = attachment as unknown as Record<string, unknown>;
		expect((timestamp as Date).getTime()).to.be.NaN;
		expect(others).to.deep.equal({
			type: 'file',
			author: { name: undefined, link: undefined, icon: undefined },
			title: { value: 'a.txt', link: '/file-upload/file-id/a.txt', displayDownloadLink: undefined },
			_unmappedProperties_: { size: 1 },
		});
	});

	it('names a system message in `type`', () => {
		expect(messageToApp(server, { ...document, t: 'uj' }).type).to.equal('uj');
		expect(messageToApp(server, document)).not.to.have.property('type');
	});

	it('has what little is known of a sender who is gone', () => {
		const message = messageToApp(server, { ...document, u: { _id: 'gone-id', username: 'gone' } });
		expect(message.sender).to.include({ id: 'gone-id', username: 'gone', type: 'unknown' });
	});

	it('in lists has references where handlers get whole objects', () => {
		const plain = { ...document };
		delete plain.attachments;
		expect(messageToAppRaw(plain)).to.deep.equal({
			id: 'message-id',
			threadId: 'thread-id',
			reactions: { ':tada:': { usernames: ['alice'] } },
			text: 'look @bob',
			createdAt: then,
			updatedAt: then,
			editedAt: then,
			file: { _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' },
			files: [{ _id: 'file-id', name: 'a.txt', type: 'text/plain', size: 1, format: '' }],
			customFields: { key: 'value' },
			groupable: false,
			roomId: 'team-id',
			editor: { _id: 'alice-id', username: 'alice' },
			sender: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
			_unmappedProperties_: { urls: [], mentions: [], channels: [], pinned: true },
		});
	});

	it('leaves the stored document as it was', () => {
		const before = structuredClone(document);
		messageToApp(server, document);
		expect(document).to.deep.equal(before);
	});
});

// apps/meteor/app/apps/server/converters/messages.ts, convertAppMessage
describe("an app's message on its way to the store", () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	someChannel(server, 'team', [alice]);
	const room = roomById(server, 'team-id');
	const sender = userById(server, 'alice-id');

	it('gets an id and the time, and takes the unmapped over', () => {
		const now = Date.now();
		const message = messageFromApp(server, {
			room,
			sender,
			text: 'hi',
			attachments: [
				{ title: { value: 'T', link: 'https://example.org' }, color: 'red', timestamp: then },
			],
			_unmappedProperties_: { mark: 1 },
		} as unknown as IMessage);
		const { _id, ts, ...others } = message as MessageDocument & { mark: number };
		expect(_id).to.match(/^\w{17}$/);
		expect(ts.getTime()).to.be.within(now, Date.now());
		expect(others).to.deep.equal({
			rid: 'team-id',
			u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
			msg: 'hi',
			attachments: [
				{
					color: 'red',
					ts: '2026-01-02T03:04:05.678Z',
					title: 'T',
					title_link: 'https://example.org',
				},
			],
			mark: 1,
		});
	});

	it('is refused without a room that exists', () => {
		const lost = { room: { id: 'nowhere' }, sender, text: 'hi' } as unknown as IMessage;
		expect(() => messageFromApp(server, lost)).to.throw('Invalid room provided on the message.');
	});

	it('as an update has what the app gave and nothing else, the unmapped left out', () => {
		const update = { id: 'message-id', text: 'new', editor: sender, _unmappedProperties_: { mark: 1 } };
		expect(messageFromApp(server, update as unknown as IMessage, true)).to.deep.equal({
			_id: 'message-id',
			msg: 'new',
			editedBy: { _id: 'alice-id', username: 'alice' },
		});
	});
});
