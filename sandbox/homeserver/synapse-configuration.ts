import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { commonFiles } from './homeserver-process';
import type { HomeserverConfiguration } from './homeserver-software';

/**
 * Names of the files in the homeserver's directory. They have no path: the directory is Synapse's working directory,
 * and inside a chroot it has another path.
 */
export const files = {
	...commonFiles,
	configuration: 'homeserver.yaml',
	logConfiguration: 'log.yaml',
	database: 'homeserver.db',
	media: 'media',
	signingKey: 'signing.key',
} as const;

const unlimited = { per_second: 1_000, burst_count: 1_000 };

/** Synapse's default limits protect public servers. In the sandbox and in tests they would only cause delays. */
const rateLimits = {
	rc_message: unlimited,
	rc_joins: { local: unlimited, remote: unlimited },
	rc_joins_per_room: unlimited,
	rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited },
	rc_admin_redaction: unlimited,
	rc_media_create: unlimited,
	rc_login: { address: unlimited, account: unlimited, failed_attempts: unlimited },
	rc_registration: unlimited,
	rc_presence: { per_user: unlimited },
};

/**
 * The text of homeserver.yaml (Synapse's configuration manual): one listener on loopback, SQLite, federation only with
 * the servers in `federatesWith`, cheap password hashes.
 */
export function configurationText(configuration: HomeserverConfiguration): string {
	const { federationPort, roomVersion } = configuration;
	const settings = {
		server_name: configuration.serverName,
		listeners: [
			{
				port: configuration.port,
				type: 'http',
				bind_addresses: ['127.0.0.1'],
				resources: [{ names: ['client', 'federation'], compress: false }],
			},
			...(federationPort === undefined ? [] : [federationListener(federationPort)]),
		],
		database: { name: 'sqlite3', args: { database: files.database } },
		log_config: files.logConfiguration,
		media_store_path: files.media,
		signing_key_path: files.signingKey,
		trusted_key_servers: [],
		federation_domain_whitelist: configuration.federatesWith,
		...(federationPort !== undefined && federationOverLoopback),
		...(roomVersion !== undefined && { default_room_version: roomVersion }),
		report_stats: false,
		registration_shared_secret: configuration.sharedSecret,
		macaroon_secret_key: configuration.macaroonSecret,
		form_secret: configuration.macaroonSecret,
		enable_registration: false,
		allow_public_rooms_without_auth: true,
		// Without a rule Synapse lists no room of its users.
		room_list_publication_rules: [{ action: 'allow' }],
		bcrypt_rounds: 4,
		presence: { enabled: true },
		app_service_config_files: [...configuration.registrationFiles],
		...rateLimits,
	};
	return stringify(settings, { aliasDuplicateObjects: false });
}

const federationListener = (port: number) => ({
	port,
	type: 'http',
	tls: true,
	bind_addresses: ['127.0.0.1'],
	resources: [{ names: ['federation'], compress: false }],
});

/** By default Synapse calls no address of the machine itself, and trusts the system's authorities. */
const federationOverLoopback = {
	tls_certificate_path: files.certificate,
	tls_private_key_path: files.certificateKey,
	federation_custom_ca_list: [files.certificate],
	ip_range_blacklist: [],
	federation_ip_range_blacklist: [],
};

/**
 * @returns a new signing key as Synapse reads it: algorithm, id and 32 random bytes in base64 without padding. Synapse's own
 * script for it costs each start a second.
 */
export function signingKeyText(): string {
	const key = randomBytes(32).toString('base64').replace('=', '');
	return `ed25519 a_${randomBytes(3).toString('hex')} ${key}\n`;
}

/** The text of log.yaml, in the format of Python's `logging.config.dictConfig`. */
export function logConfigurationText(): string {
	return stringify({
		version: 1,
		disable_existing_loggers: false,
		formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s: %(message)s' } },
		handlers: { file: { class: 'logging.FileHandler', formatter: 'line', filename: files.log } },
		root: { level: 'INFO', handlers: ['file'] },
	});
}
