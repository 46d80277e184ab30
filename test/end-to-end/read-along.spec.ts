import { expect } from 'chai';
import { MsgType } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('a direct message that others on Matrix can read', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	async function conversation(local: string, external: string) {
		const person = await federated.app.person(local);
		const other = await federated.matrixPerson(external);
		const room = await federated.directMessage(person, other);
		await person.send(room.rocketChatId, 'hello');
		await other.waitForMessage(room.matrixId, ({ body }) => body === 'hello');
		const line = (start: string) =>
			person.waitForMessage(room.rocketChatId, ({ text }) => text.startsWith(start));
		return { person, other, ...room, line };
	}

	const setState = (person: MatrixPerson, roomId: string, type: string, content: object) =>
		person.client.sendStateEvent(roomId, type as never, content as never, '');

	it('says that a third person was invited, and shows what that person writes', async () => {
		const {
			person: alice,
			other: bob,
			rocketChatId,
			matrixId,
			line,
		} = await conversation('alice', 'bob');
		const carol = await federated.matrixPerson('carol');
		await bob.invite(matrixId, carol.userId);
		await line(`\`${bob.userId}\` has invited \`${carol.userId}\` into this conversation on Matrix.`);
		await carol.join(matrixId);
		const eventId = await carol.send(matrixId, 'I read along');
		const shown = `\`${carol.userId}\` writes on Matrix:\nI read along`;
		const { sender } = await alice.waitForMessage(rocketChatId, ({ text }) => text === shown);
		expect(sender).to.equal(`bob:${DOMAIN}`);
		await carol.sendContent(matrixId, {
			msgtype: MsgType.Text,
			body: '* I read everything',
			'm.mentions': {},
			'm.new_content': { msgtype: MsgType.Text, body: 'I read everything' },
			'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
		});
		await alice.waitForMessage(rocketChatId, ({ text }) => text.endsWith(':\nI read everything'));
		await alice.send(rocketChatId, 'welcome');
		await carol.waitForMessage(matrixId, ({ body }) => body === 'welcome');
		await carol.redact(matrixId, eventId);
		await bob.client.kick(matrixId, carol.userId);
		await line(`\`${carol.userId}\` is not in this conversation on Matrix any more.`);
		const { parked } = await federated.app.admin.rest.get<{ parked: unknown[] }>(
			`/api/apps/public/${federated.app.appId}/parked`,
		);
		expect(parked).to.deep.equal([]);
	});

	it('says that it was opened to everybody, made readable for everybody, and closed again', async () => {
		const { other: dan, matrixId, line } = await conversation('dora', 'dan');
		await setState(dan, matrixId, 'm.room.join_rules', { join_rule: 'public' });
		await line(`\`${dan.userId}\` has opened this conversation on Matrix:`);
		await setState(dan, matrixId, 'm.room.history_visibility', { history_visibility: 'world_readable' });
		await line(`\`${dan.userId}\` has made this conversation public on Matrix:`);
		await setState(dan, matrixId, 'm.room.join_rules', { join_rule: 'invite' });
		await line(`\`${dan.userId}\` has closed this conversation on Matrix:`);
		await setState(dan, matrixId, 'm.room.history_visibility', { history_visibility: 'shared' });
		await line(
			`\`${dan.userId}\` has made this conversation private on Matrix again: only its members can read it there.`,
		);
	});

	it('is not relayed any more if somebody encrypts it, which both sides are told', async () => {
		const {
			person: erin,
			other: finn,
			rocketChatId,
			matrixId,
			line,
		} = await conversation('erin', 'finn');
		await setState(finn, matrixId, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
		await line(`\`${finn.userId}\` has switched on encryption in this conversation on Matrix,`);
		await finn.waitForMessage(matrixId, ({ body }) => body.startsWith('This room is encrypted now,'));
		await erin.send(rocketChatId, 'a secret');
		await erin.waitForNotice(
			({ roomId, text }) =>
				roomId === rocketChatId &&
				text.startsWith('Your message is **not yet** on Matrix. This direct message is encrypted'),
		);
		expect(finn.messages(matrixId).map(({ body }) => body)).not.to.include('a secret');

		expect(await federated.app.command(erin, `dm ${finn.userId}`)).to.match(/is open\./);
		const again = await finn.waitForInvitation();
		await finn.join(again.roomId);
		await finn.waitForMessage(again.roomId, ({ body }) => body === 'a secret');
	});

	it('is not relayed while others can read it if an administrator has set that', async () => {
		const { app } = federated;
		const {
			person: gina,
			other: hugo,
			rocketChatId,
			matrixId,
			line,
		} = await conversation('gina', 'hugo');
		await app.administration.setAppSettings(app.appId, { read_along: 'stop' });
		await setState(hugo, matrixId, 'm.room.join_rules', { join_rule: 'public' });
		const { text } = await line(`\`${hugo.userId}\` has opened this conversation on Matrix:`);
		expect(text).to.match(
			/An administrator has decided that nothing is sent to Matrix while others can read along/,
		);
		await gina.send(rocketChatId, 'not for everybody');
		const isHeld = ({ text: notice }: { text: string }) =>
			notice.startsWith('Your message is **not yet** on Matrix. Others on Matrix can read');
		const first = await gina.waitForNotice(isHeld);
		expect(hugo.messages(matrixId).map(({ body }) => body)).to.deep.equal(['hello']);
		await setState(hugo, matrixId, 'm.room.join_rules', { join_rule: 'invite' });
		await hugo.waitForMessage(matrixId, ({ body }) => body === 'not for everybody');

		await setState(hugo, matrixId, 'm.room.history_visibility', { history_visibility: 'world_readable' });
		await line(`\`${hugo.userId}\` has made this conversation public on Matrix:`);
		await gina.send(rocketChatId, 'for everybody after all');
		await gina.waitForNotice((notice) => isHeld(notice) && notice !== first);
		await app.administration.setAppSettings(app.appId, { read_along: 'tell' });
		await hugo.waitForMessage(matrixId, ({ body }) => body === 'for everybody after all');
	});

	it('is known to be readable before what waited is sent, if that happened while the app did not run', async () => {
		const { person: ida, other: jane, rocketChatId, matrixId } = await conversation('ida', 'jane');
		const { app } = federated;
		await app.administration.setAppSettings(app.appId, { homeserver_url: 'http://127.0.0.1:9' });
		await ida.send(rocketChatId, 'who reads this?');
		await setState(jane, matrixId, 'm.room.history_visibility', { history_visibility: 'world_readable' });
		await app.administration.setAppSettings(app.appId, { homeserver_url: federated.homeserver.url });
		await jane.waitForMessage(matrixId, ({ body }) => body === 'who reads this?');
		const texts = (await ida.messages(rocketChatId)).map(({ text }) => text);
		expect(texts.some((text) => text.includes('has made this conversation public'))).to.equal(true);
	});
});
