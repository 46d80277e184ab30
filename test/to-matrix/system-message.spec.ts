import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { relaySystemMessage } from '../../src/to-matrix/system-message';
import { fakeApp } from '../support/fake-app';
import { FakeHomeserver } from '../support/fake-homeserver';
import { linkedRoom, roomId } from '../support/matrix-room';

const alice = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const room = { id: 'rid', customFields: { federation: { roomId } } };
const call = { type: 'video_conf', blockId: 'c1', callId: 'c1', appId: 'videoconf-core' };

async function readOnMatrix(type: string, more: object): Promise<unknown> {
	const homeserver = new FakeHomeserver();
	const { bridge } = await linkedRoom(homeserver.answers);
	const message = { id: '1', text: '', createdAt: new Date(), room, sender: alice, type, ...more };
	await relaySystemMessage(fakeApp(bridge).app, message as unknown as IMessage);
	return homeserver.readable();
}

describe('a message with a type', () => {
	it('says that a video call was started, with its title if it has one', async () => {
		const started = '📞 A video call was started in Rocket.Chat.';
		expect(await readOnMatrix('videoconf', { blocks: [call] })).to.deep.equal([started]);
		expect(await readOnMatrix('videoconf', { text: 'Sprint planning', blocks: [call] })).to.deep.equal([
			`Sprint planning\n\n${started}`,
		]);
	});

	it('is no message of a person otherwise', async () => {
		expect(await readOnMatrix('wm', { text: 'alice' })).to.deep.equal([]);
	});
});
