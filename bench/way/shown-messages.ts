import { RealtimeConnection } from '../../sandbox/clients/realtime-connection';
import type { FederatedRoom } from './bed';

/** Hears which messages a client of Rocket.Chat shows. */
export class ShownMessages {
	private readonly connections: RealtimeConnection[] = [];
	private readonly waiting = new Map<string, (at: number) => void>();

	/** @param url of the workspace */
	static async of(url: string, rooms: readonly FederatedRoom[]): Promise<ShownMessages> {
		const shown = new ShownMessages();
		for (const { local, rocketChatId } of rooms) {
			const connection = await RealtimeConnection.open(url, local.authToken);
			shown.connections.push(connection);
			await connection.subscribe('room-messages', rocketChatId, (raw) => {
				const { msg } = raw as { msg: string };
				shown.waiting.get(msg)?.(performance.now());
				shown.waiting.delete(msg);
			});
		}
		return shown;
	}

	/** @param text no other message has it @returns when it is shown, as of `performance.now` */
	timeOf(text: string): Promise<number> {
		return new Promise((resolve) => this.waiting.set(text, resolve));
	}

	stop(): void {
		this.connections.forEach((connection) => connection.close());
	}
}
