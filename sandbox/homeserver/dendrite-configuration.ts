import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { HomeserverConfiguration } from './homeserver-software';

/** Names of the files in the homeserver's directory, which is Dendrite's working directory. */
export const files = {
	configuration: 'dendrite.yaml',
	signingKey: 'signing.pem',
	media: 'media',
	queues: 'jetstream',
} as const;

/** Dendrite's components that have a database of their own in `database`. */
const components = [
	'federation_api',
	'key_server',
	'media_api',
	'mscs',
	'relay_api',
	'room_server',
	'sync_api',
] as const;

const database = (name: string) => ({
	connection_string: `file:${name}.db`,
	max_open_conns: 10,
	max_idle_conns: 2,
	conn_max_lifetime: -1,
});

/**
 * The text of dendrite.yaml (Dendrite's dendrite-sample.yaml): SQLite, no rate limits, cheap password hashes, federation
 * only if another server is named. The port and the address are parameters of the command.
 */
export function configurationText(configuration: HomeserverConfiguration): string {
	const settings = {
		version: 2,
		global: {
			server_name: configuration.serverName,
			private_key: files.signingKey,
			disable_federation: configuration.federatesWith.length === 0,
			trusted_third_party_id_servers: [],
			presence: { enable_inbound: false, enable_outbound: true },
			report_stats: { enabled: false },
			jetstream: { storage_path: files.queues, topic_prefix: 'Dendrite' },
		},
		app_service_api: { config_files: [...configuration.registrationFiles] },
		client_api: {
			registration_disabled: true,
			guests_disabled: true,
			registration_shared_secret: configuration.sharedSecret,
			rate_limiting: { enabled: false },
		},
		...Object.fromEntries(components.map((name) => [name, { database: database(name) }])),
		federation_api: {
			database: database('federation_api'),
			send_max_retries: 1,
			key_perspectives: [],
			// Dendrite has no list of certificates of its own to trust.
			disable_tls_validation: configuration.federationPort !== undefined,
		},
		media_api: { database: database('media_api'), base_path: files.media },
		sync_api: { database: database('sync_api'), search: { enabled: false } },
		user_api: { account_database: database('user_api'), bcrypt_cost: 4 },
		logging: [{ type: 'std', level: 'info' }],
	};
	return stringify(settings, { aliasDuplicateObjects: false });
}

/** @returns a new signing key as Dendrite reads it: PEM with the id of the key and 32 random bytes */
export function signingKeyText(): string {
	return [
		'-----BEGIN MATRIX PRIVATE KEY-----',
		`Key-ID: ed25519:${randomBytes(3).toString('hex')}`,
		'',
		randomBytes(32).toString('base64'),
		'-----END MATRIX PRIVATE KEY-----',
		'',
	].join('\n');
}
