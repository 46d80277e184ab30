import { expect } from 'chai';
import { EventType, MsgType, Preset } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { editOf } from '../../sandbox/clients/matrix-content';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { collections, update } from '../../sandbox/workspace/functions/collections';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('parked events', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let room: { rocketChatId: string; matrixId: string };

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		room = await federated.directMessage(alice, bob);
	});
	after(() => federated.stop());

	const command = (typed: string) => federated.app.command(federated.app.admin, typed);
	const ask = (path: string, body?: object) =>
		body
			? federated.app.admin.rest.post<Record<string, unknown>>(
					`/api/apps/public/${federated.app.appId}/${path}`,
					body,
				)
			: federated.app.admin.rest.get<Record<string, unknown>>(
					`/api/apps/public/${federated.app.appId}/${path}`,
				);
	const mute = (muted: boolean) => {
		const { rooms } = collections(federated.app.workspace.server);
		update(
			rooms,
			room.rocketChatId,
			muted ? { muted: [bob.userId.slice(1)] } : {},
			muted ? [] : ['muted'],
		);
	};
	const parkedCount = async (count: number) =>
		waitFor({
			what: `${count} parked events`,
			timeout: 60_000,
			interval: 200,
			look: async () => (await ask('parked')).count === count || undefined,
		});
	const alicesTexts = async () => (await alice.messages(room.rocketChatId)).map(({ text }) => text);

	itNeeding(
		'database',
		'from Matrix are relayed in order when the reason is gone and an administrator retries them',
		async () => {
			mute(true);
			const eventId = await bob.send(room.matrixId, 'one');
			await bob.send(room.matrixId, 'two');
			await parkedCount(2);
			const list = await command('parked');
			expect(list).to.include(
				'**2 × `muted`** The person from Matrix is muted in the room in Rocket.\u2060Chat. Unmute them.',
			);
			expect(list).to.include(
				`• \`${eventId}\` to Rocket.\u2060Chat: \`m.room.message\` by \`${bob.userId}\` in \``,
			);
			expect(list).to.match(/ in `(alice, bob:matrix\.test|bob:matrix\.test, alice)`, parked /);

			expect((await command('retry muted')).split('\n').slice(0, 2)).to.deep.equal([
				'Sent, or nothing left to send: 0.',
				'Failed again: 2.',
			]);
			mute(false);
			expect(await command('retry muted')).to.equal('Sent, or nothing left to send: 2.');
			expect(await alicesTexts()).to.deep.equal(['one', 'two']);
			expect(await command('parked')).to.equal('Nothing is parked.');
			expect(await command('status')).not.to.match(/parked/);
		},
	);

	itNeeding('database', 'from Matrix are retried one by one and dropped by REST', async () => {
		mute(true);
		const wanted = await bob.send(room.matrixId, 'wanted');
		const unwanted = await bob.send(room.matrixId, 'unwanted');
		await parkedCount(2);
		const { parked } = await ask('parked');
		expect((parked as { id: string }[]).map(({ id }) => id)).to.deep.equal([wanted, unwanted]);
		mute(false);
		expect(await ask('parked/drop', { which: unwanted })).to.deep.equal({ success: true, dropped: 1 });
		expect(await ask('parked/retry', { which: wanted })).to.deep.equal({
			...{ success: true, done: 1, failed: [], skipped: 0, unfinished: 0 },
		});
		expect(await alicesTexts())
			.to.include('wanted')
			.and.not.include('unwanted');
		expect((await ask('parked')).count).to.equal(0);
	});

	itNeeding(
		'database',
		'from Matrix are retried as they are by then: edited, or not if deleted',
		async () => {
			mute(true);
			const secret = await bob.send(room.matrixId, 'a secret');
			const mistyped = await bob.send(room.matrixId, 'mistyped');
			await parkedCount(2);
			await bob.sendContent(
				room.matrixId,
				editOf(mistyped, { msgtype: MsgType.Text, body: 'typed well', 'm.mentions': {} }),
			);
			await bob.redact(room.matrixId, secret);
			await parkedCount(1);
			mute(false);
			expect(await command('retry muted')).to.equal('Sent, or nothing left to send: 1.');
			expect(await alicesTexts())
				.to.include('typed well')
				.and.not.include.oneOf(['a secret', 'mistyped']);
		},
	);

	it('from Rocket.Chat are sent when an administrator retries them', async () => {
		const erin = await federated.app.person('erin');
		const options = { preset: Preset.PrivateChat, is_direct: true, invite: [`@rc_erin:${DOMAIN}`] };
		const matrixId = await bob.createRoom(options);
		const { _id: rocketChatId } = await erin.waitForDirectRoom(`bob:${DOMAIN}`);
		await bob.waitForMember(matrixId, `@rc_erin:${DOMAIN}`);
		const levels = await bob.client.getStateEvent(matrixId, 'm.room.power_levels', '');
		const setLevels = (more: object) =>
			bob.client.sendStateEvent(matrixId, EventType.RoomPowerLevels, { ...levels, ...more });
		await setLevels({ events_default: 50 });
		const { id } = await erin.send(rocketChatId, 'sent later');
		await erin.waitForNotice(({ text }) => text.startsWith('Your message is **not yet** on Matrix.'));
		await erin.send(rocketChatId, 'dropped');
		await parkedCount(2);
		expect(await command('parked')).to.include(`• \`message/${id}\` to Matrix: by \`erin\` in \``);
		expect(await command(`retry message/${id}`)).to.include('Failed again: 1.');
		await setLevels({});
		expect(await command(`retry message/${id}`)).to.equal('Sent, or nothing left to send: 1.');
		const { sender } = await bob.waitForMessage(matrixId, ({ body }) => body === 'sent later');
		expect(sender).to.equal(`@rc_erin:${DOMAIN}`);
		expect(await command('drop all')).to.equal('Removed for good: 1.');
		expect(await command('parked')).to.equal('Nothing is parked.');
	});
});
