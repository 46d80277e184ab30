import type { IConfigurationExtend, IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import {
	ApiEndpoint,
	ApiSecurity,
	ApiVisibility,
	type IApiEndpointInfo,
	type IApiRequest,
	type IApiResponse,
} from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';

/** An event of the benchmark's transactions for this app. */
interface Message {
	readonly roomId: string;
	readonly senderId: string;
	readonly text: string;
}

/** Creates one message for each event, rooms side by side and each room in order, and answers when all are there. */
class Transactions extends ApiEndpoint {
	override path = 'transactions';

	async put(
		{ content }: IApiRequest,
		_endpoint: IApiEndpointInfo,
		_read: IRead,
		modify: IModify,
	): Promise<IApiResponse> {
		const rooms = new Map<string, Promise<unknown>>();
		for (const { roomId, senderId, text } of (content as { events: Message[] }).events) {
			const creator = modify.getCreator();
			const message = creator
				.startMessage()
				.setRoom({ id: roomId } as IRoom)
				.setSender({ id: senderId } as IUser)
				.setText(text);
			const before = rooms.get(roomId) ?? Promise.resolve();
			rooms.set(
				roomId,
				before.then(() => creator.finish(message)),
			);
		}
		await Promise.all(rooms.values());
		return this.success();
	}
}

/** Only creates messages: what the platform itself costs. */
export class FederationApp extends App {
	protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: [new Transactions(this)],
		});
	}
}
