import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { MessageHooks } from '../../src/hooks/message-hooks';
import { fakeApp } from '../support/fake-app';
import { fakeBridge } from '../support/fake-bridge';

const info = { id: 'federation', name: 'Federation', author: { name: '' } } as IAppInfo;
const logger = { debug: () => undefined } as unknown as ILogger;

/** The hooks alone. */
class Hooks extends MessageHooks {
	constructor(override readonly contextIfAny: AppContext | undefined) {
		super(info, logger);
	}

	async handle<Result>(): Promise<Result> {
		throw new Error('nothing is handled here');
	}
}

describe('the question whether the app wants a message', () => {
	const message = { id: 'mid', room: { id: 'rid', type: 'c' }, sender: { id: 'uid', type: 'user' } };
	const isWanted = (context?: AppContext) =>
		new Hooks(context).checkPostMessageSent(message as unknown as IMessage);

	it('is answered by the message', async () => {
		expect(await isWanted(fakeApp(fakeBridge({}).bridge).app)).to.equal(false);
	});

	it('is answered with yes after a start, since a message that is passed on starts the work of the app', async () => {
		expect(await isWanted()).to.equal(true);
	});
});
