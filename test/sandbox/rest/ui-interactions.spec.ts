import { expect } from 'chai';
import { probeId } from '../support/probe-package';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

// apps/meteor/ee/server/apps/communication/uikit.ts
describe('buttons of messages over REST', () => {
	let probe: ProbeWorkspace;
	let person: Credentials;
	let mid: string;

	before(async () => {
		probe = await ProbeWorkspace.start(['IUIKitInteractionHandler']);
		person = await probe.person('alice');
		mid = String(
			await probe.call({
				path: 'modify.getCreator.startMessage',
				chain: [
					['setRoom', { $room: 'GENERAL' }],
					['setSender', { $appUser: true }],
					['setText', 'Shall I?'],
					['setBlocks', [actions]],
				],
				finish: 'modify.getCreator.finish',
			}),
		);
	});
	after(() => probe.stop());

	const actions = {
		type: 'actions',
		blockId: 'a block',
		elements: [
			{ type: 'button', actionId: 'yes', value: '7', text: { type: 'plain_text', text: 'Yes' } },
		],
	};
	const press = (body: object, credentials = person) =>
		probe.rest('POST', `/api/apps/ui.interaction/${probeId}`, body, credentials);
	const pressed = () => ({
		...{ type: 'blockAction', actionId: 'yes', triggerId: 't', mid, rid: 'GENERAL' },
		payload: { blockId: 'a block', value: '7' },
		container: { type: 'message', id: mid },
	});

	it('are in the message that clients read, with the id of their app', async () => {
		const { body } = await probe.rest('GET', `/api/v1/chat.getMessage?msgId=${mid}`, undefined, person);
		expect((body.message as { blocks: unknown }).blocks).to.deep.equal([{ ...actions, appId: probeId }]);
	});

	it('reach the app with who, where, the message and the value', async () => {
		// The answer is what the app's handler returns: here nothing, so it has no body.
		const answer = await fetch(`${probe.url}/api/apps/ui.interaction/${probeId}`, {
			method: 'POST',
			headers: { ...person.headers, 'content-type': 'application/json' },
			body: JSON.stringify(pressed()),
		});
		expect([answer.status, await answer.text()]).to.deep.equal([200, '']);
		const { data } = await probe.waitForEvent('BlockActionHandler');
		const { interactionData } = data as { interactionData: Record<string, Record<string, unknown>> };
		const { user, room, message, ...rest } = interactionData;
		expect(rest).to.deep.equal({
			...{ appId: probeId, actionId: 'yes', blockId: 'a block', value: '7', triggerId: 't' },
			container: { type: 'message', id: mid },
		});
		expect(user).to.include({ username: 'alice' });
		expect(room).to.include({ id: 'GENERAL' });
		expect(message).to.include({ id: mid, text: 'Shall I?' });
	});

	it('are refused to those who are not logged in', async () => {
		const nobody = { userId: '', headers: { 'X-User-Id': 'nobody', 'X-Auth-Token': 'none' } };
		expect(await press(pressed(), nobody)).to.deep.equal({
			status: 401,
			body: { status: 'error', message: 'You must be logged in to do this.' },
		});
	});

	it('of an unknown kind are refused', async () => {
		expect(await press({ ...pressed(), type: 'nothing' })).to.deep.equal({
			status: 400,
			body: { error: 'Unknown action' },
		});
	});
});
