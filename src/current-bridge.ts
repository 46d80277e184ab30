import { isOtherConnection } from './configuration';
import type { ConfiguredBridge } from './configured-bridge';
import { Homeserver } from './matrix/homeserver';
import { Media } from './matrix/media';
import { openMediaTransport } from './matrix/media-transport';
import { serverListFrom } from './matrix/server-list';
import type { SentEvent } from './matrix/room-events';
import { openTransport } from './matrix/transport';

/** What the bridge takes from the settings. */
type FromSettings = Pick<ConfiguredBridge, 'configuration' | 'workspace' | 'commandRoles'>;

/** The parts of the bridge that stay the same whatever the settings are. */
type LastingParts = Omit<ConfiguredBridge, keyof FromSettings | 'homeserver' | 'media' | 'servers'>;

/** What is told of the connection to the homeserver. */
interface ConnectionListener {
	/** The homeserver asks to wait for so many milliseconds. */
	readonly onLimited: (milliseconds: number) => void;
	/** A ghost has sent an event. */
	readonly onSent: (event: SentEvent) => void;
	/** The settings name another homeserver, or another identity there. */
	readonly onOtherConnection: () => void;
}

/** Keeps the bridge for the present settings, and connects it anew when they change. */
export class CurrentBridge {
	private last: ConfiguredBridge | undefined;

	constructor(
		private readonly parts: LastingParts,
		private readonly listener: ConnectionListener,
	) {}

	/** @returns the bridge for these settings; the same one until `configuration` is another object */
	for(settings: FromSettings): ConfiguredBridge {
		const { configuration } = settings;
		if (this.last?.configuration !== configuration) {
			if (this.last && isOtherConnection(this.last.configuration, configuration)) {
				this.listener.onOtherConnection();
			}
			this.last = this.connect(settings);
		}
		return this.last;
	}

	private connect(settings: FromSettings): ConfiguredBridge {
		const {
			homeserverUrl: url,
			asToken,
			allowedServers,
			blockedServers,
			domain,
		} = settings.configuration;
		const { onLimited, onSent } = this.listener;
		return {
			...this.parts,
			...settings,
			servers: serverListFrom(allowedServers, blockedServers, domain),
			homeserver: new Homeserver(openTransport({ url, asToken }, onLimited), onSent),
			media: new Media(openMediaTransport({ url, asToken }, onLimited)),
		};
	}
}
