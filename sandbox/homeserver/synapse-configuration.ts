import { stringify } from 'yaml';

export interface SynapseConfiguration {
	readonly serverName: string;
	readonly port: number;
	/** Lets its holder register users (`/_synapse/admin/v1/register`). */
	readonly sharedSecret: string;
	/** Signs access tokens and forms. */
	readonly macaroonSecret: string;
	/** Names of registration files in the homeserver's directory. */
	readonly registrationFiles: readonly string[];
	readonly rateLimits: 'generous' | 'strict';
	/** Names of other servers it may try to speak with. */
	readonly federatesWith: readonly string[];
}

/** Files below the homeserver's directory. Synapse runs there, so the configuration names them without a path. */
export const files = {
	configuration: 'homeserver.yaml',
	logConfiguration: 'log.yaml',
	log: 'homeserver.log',
	database: 'homeserver.db',
	media: 'media',
	signingKey: 'signing.key',
	secrets: 'secrets.json',
	processId: 'homeserver.pid',
} as const;

const never = { per_second: 1_000, burst_count: 1_000 };

/** Nobody who tries the sandbox, and no test, waits for a limit that guards public servers. */
const generousLimits = {
	rc_message: never,
	rc_joins: { local: never, remote: never },
	rc_joins_per_room: never,
	rc_invites: { per_room: never, per_user: never, per_issuer: never },
	rc_admin_redaction: never,
	rc_media_create: never,
};

/**
 * The text of homeserver.yaml, by Synapse's configuration manual: one listener on loopback, SQLite, no calls to
 * servers that are not named, cheap password hashes.
 */
export function configurationText(configuration: SynapseConfiguration): string {
	const text = {
		server_name: configuration.serverName,
		listeners: [
			{
				port: configuration.port,
				type: 'http',
				bind_addresses: ['127.0.0.1'],
				resources: [{ names: ['client', 'federation'], compress: false }],
			},
		],
		database: { name: 'sqlite3', args: { database: files.database } },
		log_config: files.logConfiguration,
		media_store_path: files.media,
		signing_key_path: files.signingKey,
		trusted_key_servers: [],
		federation_domain_whitelist: configuration.federatesWith,
		report_stats: false,
		registration_shared_secret: configuration.sharedSecret,
		macaroon_secret_key: configuration.macaroonSecret,
		form_secret: configuration.macaroonSecret,
		enable_registration: false,
		allow_public_rooms_without_auth: true,
		bcrypt_rounds: 4,
		presence: { enabled: true },
		app_service_config_files: [...configuration.registrationFiles],
		rc_login: { address: never, account: never, failed_attempts: never },
		rc_registration: never,
		...(configuration.rateLimits === 'generous' ? generousLimits : {}),
	};
	return stringify(text, { aliasDuplicateObjects: false });
}

/** The text of log.yaml, in the form of Python's logging.config.dictConfig. */
export function logConfigurationText(): string {
	return stringify({
		version: 1,
		disable_existing_loggers: false,
		formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s: %(message)s' } },
		handlers: { file: { class: 'logging.FileHandler', formatter: 'line', filename: files.log } },
		root: { level: 'INFO', handlers: ['file'] },
	});
}
