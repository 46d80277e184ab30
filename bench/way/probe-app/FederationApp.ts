import type {
	IConfigurationExtend,
	IHttp,
	IModify,
	IPersistence,
	IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import {
	ApiEndpoint,
	ApiSecurity,
	ApiVisibility,
	type IApiEndpointInfo,
	type IApiRequest,
	type IApiResponse,
} from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IPostMessageSent } from '@rocket.chat/apps-engine/definition/messages';
import {
	RocketChatAssociationModel,
	RocketChatAssociationRecord,
} from '@rocket.chat/apps-engine/definition/metadata';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';

/** An event of the benchmark's transactions for this app. */
interface Message {
	readonly roomId: string;
	readonly senderId: string;
	readonly text: string;
}

/** What the benchmark sends. */
interface Transaction {
	readonly events: readonly Message[];
	/** Whether a record is stored for each message, as a bridge has to. */
	readonly stores: boolean;
}

/** Creates one message for each event, rooms side by side and each room in order, and answers when all are there. */
class Transactions extends ApiEndpoint {
	override path = 'transactions';

	async put(
		{ content }: IApiRequest,
		_endpoint: IApiEndpointInfo,
		_read: IRead,
		modify: IModify,
		_http: IHttp,
		persistence: IPersistence,
	): Promise<IApiResponse> {
		const { events, stores } = content as Transaction;
		const rooms = new Map<string, Promise<unknown>>();
		for (const { roomId, senderId, text } of events) {
			const creator = modify.getCreator();
			const message = creator
				.startMessage()
				.setRoom({ id: roomId } as IRoom)
				.setSender({ id: senderId } as IUser)
				.setText(text);
			const before = rooms.get(roomId) ?? Promise.resolve();
			rooms.set(
				roomId,
				before.then(async () => {
					const id = await creator.finish(message);
					if (stores) {
						await persistence.createWithAssociation(
							{ id },
							new RocketChatAssociationRecord(RocketChatAssociationModel.MESSAGE, id),
						);
					}
				}),
			);
		}
		await Promise.all(rooms.values());
		return this.success();
	}
}

/** Only creates messages: what the platform itself costs. Whether it hears of them is up to its app.json. */
export class FederationApp extends App implements IPostMessageSent {
	async executePostMessageSent(): Promise<void> {
		// nothing is done with it
	}

	protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: [new Transactions(this)],
		});
	}
}
