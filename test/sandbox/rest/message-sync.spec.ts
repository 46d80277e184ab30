import { expect } from 'chai';
import type { MessageDocument } from '../../../sandbox/workspace/database/documents';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { deleteMessage } from '../../../sandbox/workspace/functions/delete-message';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { subscriptionOf } from '../../../sandbox/workspace/functions/subscriptions';
import { licenseFor } from '../../../sandbox/workspace/licensing/plans';
import { DomainRest, type Answer } from '../support/domain-rest';
import { memoryServer, someChannel, someUser } from '../support/memory-server';

// apps/meteor/server/api/v1/chat.ts, server/meteor-methods/messages, server/lib/moderation/reportMessage.ts
describe('the REST API of messages that changed, are followed and reported', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const eve = someUser(server, 'eve');
	const room = someChannel(server, 'team', [alice, bob], { t: 'p' });
	let rest: DomainRest;

	before(async () => {
		rest = await DomainRest.start(server);
	});

	after(() => rest.stop());

	const call = (path: string, body?: object, user = alice): Promise<Answer> =>
		rest.call(`v1/${path}`, user, body);
	const send = async (msg: string, fields: Partial<MessageDocument> = {}): Promise<MessageDocument> =>
		(await executeSendMessage(server, bob._id, { rid: room._id, msg, ...fields })) ??
		expect.fail('no message was sent');
	const ids = (found: unknown): string[] => (found as { _id: string }[]).map(({ _id }) => _id);
	const longAgo = '2020-01-01T00:00:00.000Z';

	it('lists what was written and deleted since a time', async () => {
		const kept = await send('kept');
		const gone = await send('gone');
		await deleteMessage(server, gone, bob);
		const { result } = (await call(`chat.syncMessages?roomId=team-id&lastUpdate=${longAgo}`)) as {
			result: Answer;
		};
		expect(ids(result.updated)).to.include(kept._id).and.not.to.include(gone._id);
		expect(ids(result.deleted)).to.deep.equal([gone._id]);
		const later = new Date(Date.now() + 60_000).toISOString();
		expect((await call(`chat.syncMessages?roomId=team-id&lastUpdate=${later}`)).result).to.deep.equal({
			updated: [],
			deleted: [],
		});
		expect(await call('chat.syncMessages?roomId=team-id&lastUpdate=soon')).to.include({
			errorType: 'error-lastUpdate-param-invalid',
		});
		expect(
			await call(`chat.syncMessages?roomId=team-id&lastUpdate=${longAgo}`, undefined, eve),
		).to.include({
			errorType: 'error-not-allowed',
		});
	});

	it('lists threads and their messages that changed since a time', async () => {
		const thread = await send('a thread');
		const reply = await send('a reply', { tmid: thread._id });
		const gone = await send('another reply', { tmid: thread._id });
		await deleteMessage(server, gone, bob);
		const { threads } = (await call(`chat.syncThreadsList?rid=team-id&updatedSince=${longAgo}`)) as {
			threads: Answer;
		};
		expect([ids(threads.update), ids(threads.remove)]).to.deep.equal([[thread._id], []]);
		const path = `chat.syncThreadMessages?tmid=${thread._id}&updatedSince=${longAgo}`;
		const { messages } = (await call(path)) as { messages: Answer };
		expect([ids(messages.update), ids(messages.remove)]).to.deep.equal([[reply._id], [gone._id]]);
		expect((await call(path, undefined, eve)).errorType).to.equal('error-not-allowed');
	});

	it('lets people follow a thread by any of its messages, and stop', async () => {
		const thread = await send('to follow');
		const reply = await send('a reply', { tmid: thread._id });
		const followers = (): unknown => collections(server).messages.findById(thread._id)?.replies;
		await call('chat.followMessage', { mid: reply._id });
		expect(followers()).to.deep.equal([bob._id, alice._id]);
		await call('chat.unfollowMessage', { mid: thread._id });
		expect(followers()).to.deep.equal([bob._id]);
		expect((await call('chat.followMessage', { mid: thread._id }, eve)).errorType).to.equal(
			'error-not-allowed',
		);
		expect((await call('chat.followMessage', { mid: 'none' })).errorType).to.equal(
			'error-invalid-message',
		);
	});

	it('takes reports of messages from those who may see them', async () => {
		const { _id: messageId } = await send('not nice');
		expect((await call('chat.reportMessage', { messageId, description: 'rude' })).status).to.equal(200);
		expect(await call('chat.reportMessage', { messageId, description: 'rude' }, eve)).to.include({
			status: 400,
			error: 'error-invalid-message_id',
		});
		expect((await call('chat.reportMessage', { messageId })).errorType).to.equal('invalid-params');
	});

	it('remembers whom a member ignores', async () => {
		const ignored = (): unknown => subscriptionOf(server, room._id, alice._id)?.ignored;
		await call(`chat.ignoreUser?rid=team-id&userId=${bob._id}&ignore=true`);
		expect(ignored()).to.deep.equal([bob._id]);
		await call(`chat.ignoreUser?rid=team-id&userId=${bob._id}&ignore=false`);
		expect(ignored()).to.deep.equal([]);
		expect((await call(`chat.ignoreUser?rid=team-id&userId=${eve._id}&ignore=true`)).errorType).to.equal(
			'error-invalid-subscription',
		);
	});

	it('has read receipts only with a license, and knows none', async () => {
		const { _id } = await send('read me');
		const path = `chat.getMessageReadReceipts?messageId=${_id}`;
		expect((await call(path)).errorType).to.equal('error-action-not-allowed');
		server.licensing.start();
		server.settings.set('Enterprise_License', licenseFor('starter', server.directory));
		expect(await call(path)).to.deep.equal({ receipts: [], success: true, status: 200 });
		expect((await call(path, undefined, eve)).errorType).to.equal('error-invalid-message');
	});
});
