import type { IInternalFederationBridge } from '@rocket.chat/apps-engine/server/bridges/IInternalFederationBridge';
import type { IListenerBridge } from '@rocket.chat/apps-engine/server/bridges/IListenerBridge';
import { AppBridges } from '@rocket.chat/apps-engine/server/bridges/AppBridges';
import { CloudWorkspaceBridge } from '@rocket.chat/apps-engine/server/bridges/CloudWorkspaceBridge';
import { ContactBridge } from '@rocket.chat/apps-engine/server/bridges/ContactBridge';
import { EmailBridge } from '@rocket.chat/apps-engine/server/bridges/EmailBridge';
import { EnvironmentalVariableBridge } from '@rocket.chat/apps-engine/server/bridges/EnvironmentalVariableBridge';
import { ExperimentalBridge } from '@rocket.chat/apps-engine/server/bridges/ExperimentalBridge';
import { HttpBridge } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';
import { LivechatBridge } from '@rocket.chat/apps-engine/server/bridges/LivechatBridge';
import { ModerationBridge } from '@rocket.chat/apps-engine/server/bridges/ModerationBridge';
import { OAuthAppsBridge } from '@rocket.chat/apps-engine/server/bridges/OAuthAppsBridge';
import { OutboundMessageBridge } from '@rocket.chat/apps-engine/server/bridges/OutboundMessagesBridge';
import { RoleBridge } from '@rocket.chat/apps-engine/server/bridges/RoleBridge';
import { UiInteractionBridge } from '@rocket.chat/apps-engine/server/bridges/UiInteractionBridge';
import { VideoConferenceBridge } from '@rocket.chat/apps-engine/server/bridges/VideoConferenceBridge';
import type { Server } from '../server';
import { AppActivationBridge } from './activation';
import { ApiBridge } from './api';
import { CommandBridge } from './commands';
import { AppDetailChangesBridge } from './details';
import { InternalBridge } from './internal';
import { InternalFederationBridge } from './internal-federation';
import { MessageBridge } from './messages';
import { PersistenceBridge } from './persistence';
import { RoomBridge } from './rooms';
import { SchedulerBridge } from './scheduler';
import { ServerSettingBridge } from './server-settings';
import { ThreadBridge } from './threads';
import { unsupported, unsupportedBridge } from './unsupported';
import { UploadBridge } from './uploads';
import { UserBridge } from './users';

/** All bridges through which the engine calls the workspace (apps/meteor/app/apps/server/bridges/bridges.js). */
export class WorkspaceBridges extends AppBridges {
	private readonly activation: AppActivationBridge;
	private readonly api: ApiBridge;
	private readonly commands: CommandBridge;
	private readonly details = new AppDetailChangesBridge();
	private readonly internal: InternalBridge;
	private readonly internalFederation: InternalFederationBridge;
	private readonly messages: MessageBridge;
	private readonly persistence: PersistenceBridge;
	private readonly rooms: RoomBridge;
	private readonly scheduler: SchedulerBridge;
	private readonly serverSettings: ServerSettingBridge;
	private readonly threads: ThreadBridge;
	private readonly uploads: UploadBridge;
	private readonly users: UserBridge;

	private readonly cloud = unsupportedBridge('CloudWorkspaceBridge', CloudWorkspaceBridge);
	private readonly contacts = unsupportedBridge('ContactBridge', ContactBridge);
	private readonly email = unsupportedBridge('EmailBridge', EmailBridge);
	private readonly environment = unsupportedBridge(
		'EnvironmentalVariableBridge',
		EnvironmentalVariableBridge,
	);
	private readonly experimental = unsupportedBridge('ExperimentalBridge', ExperimentalBridge);
	private readonly http = unsupportedBridge('HttpBridge', HttpBridge);
	private readonly livechat = unsupportedBridge('LivechatBridge', LivechatBridge);
	private readonly moderation = unsupportedBridge('ModerationBridge', ModerationBridge);
	private readonly oAuthApps = unsupportedBridge('OAuthAppsBridge', OAuthAppsBridge);
	private readonly outboundMessages = unsupportedBridge('OutboundMessageBridge', OutboundMessageBridge);
	private readonly roles = unsupportedBridge('RoleBridge', RoleBridge);
	private readonly uiInteraction = unsupportedBridge('UiInteractionBridge', UiInteractionBridge);
	private readonly videoConferences = unsupportedBridge('VideoConferenceBridge', VideoConferenceBridge);

	constructor(server: Server, progress: (line: string) => void) {
		super();
		this.activation = new AppActivationBridge(progress);
		this.api = new ApiBridge(server);
		this.commands = new CommandBridge(server);
		this.internal = new InternalBridge(server.database);
		this.internalFederation = new InternalFederationBridge(server.database);
		this.messages = new MessageBridge(server);
		this.persistence = new PersistenceBridge(server.database);
		this.rooms = new RoomBridge(server);
		this.scheduler = new SchedulerBridge(server.database, progress);
		this.serverSettings = new ServerSettingBridge(server);
		this.threads = new ThreadBridge(server);
		this.uploads = new UploadBridge(server);
		this.users = new UserBridge(server);
	}

	override getAppActivationBridge(): AppActivationBridge {
		return this.activation;
	}

	override getApiBridge(): ApiBridge {
		return this.api;
	}

	override getAppDetailChangesBridge(): AppDetailChangesBridge {
		return this.details;
	}

	override getCloudWorkspaceBridge(): CloudWorkspaceBridge {
		return this.cloud;
	}

	override getCommandBridge(): CommandBridge {
		return this.commands;
	}

	override getContactBridge(): ContactBridge {
		return this.contacts;
	}

	override getEmailBridge(): EmailBridge {
		return this.email;
	}

	override getEnvironmentalVariableBridge(): EnvironmentalVariableBridge {
		return this.environment;
	}

	override getExperimentalBridge(): ExperimentalBridge {
		return this.experimental;
	}

	override getHttpBridge(): HttpBridge {
		return this.http;
	}

	override getInternalBridge(): InternalBridge {
		return this.internal;
	}

	override getInternalFederationBridge(): IInternalFederationBridge {
		return this.internalFederation;
	}

	/** Rocket.Chat's server raises events through this bridge. Here `AppEvents` does, and the engine never calls it. */
	override getListenerBridge(): IListenerBridge {
		return {
			messageEvent: () => Promise.reject(unsupported('ListenerBridge', 'messageEvent')),
			roomEvent: () => Promise.reject(unsupported('ListenerBridge', 'roomEvent')),
			uiKitInteractionEvent: () =>
				Promise.reject(unsupported('ListenerBridge', 'uiKitInteractionEvent')),
		};
	}

	override getLivechatBridge(): LivechatBridge {
		return this.livechat;
	}

	override getMessageBridge(): MessageBridge {
		return this.messages;
	}

	override getModerationBridge(): ModerationBridge {
		return this.moderation;
	}

	override getOAuthAppsBridge(): OAuthAppsBridge {
		return this.oAuthApps;
	}

	override getOutboundMessageBridge(): OutboundMessageBridge {
		return this.outboundMessages;
	}

	override getPersistenceBridge(): PersistenceBridge {
		return this.persistence;
	}

	override getRoleBridge(): RoleBridge {
		return this.roles;
	}

	override getRoomBridge(): RoomBridge {
		return this.rooms;
	}

	override getSchedulerBridge(): SchedulerBridge {
		return this.scheduler;
	}

	override getServerSettingBridge(): ServerSettingBridge {
		return this.serverSettings;
	}

	override getThreadBridge(): ThreadBridge {
		return this.threads;
	}

	override getUiInteractionBridge(): UiInteractionBridge {
		return this.uiInteraction;
	}

	override getUploadBridge(): UploadBridge {
		return this.uploads;
	}

	override getUserBridge(): UserBridge {
		return this.users;
	}

	override getVideoConferenceBridge(): VideoConferenceBridge {
		return this.videoConferences;
	}
}
