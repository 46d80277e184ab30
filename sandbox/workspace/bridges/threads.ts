import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { ThreadBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/ThreadBridge';
import { threadById } from '../converters/threads';
import type { Server } from '../server';

/** `apps/meteor/app/apps/server/bridges/thread.ts` */
export class ThreadBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async getById(messageId: string): Promise<IMessage[]> {
		return threadById(this.server, messageId);
	}
}
