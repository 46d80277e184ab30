import { expect } from 'chai';
import { configurationFrom } from '../src/configuration';
import type { SettingValues } from '../src/settings';

const publicApi = 'https://chat.example.org/api/apps/public/app';
const values: SettingValues = {
	homeserver_url: 'https://matrix.example.org/',
	homeserver_domain: 'example.org',
	intake: 'push',
	callback_url: '',
	appservice_id: 'rocketchat',
	as_token: 'a',
	hs_token: 'h',
	bot_localpart: 'rocketchat',
	user_prefix: 'rc_',
	alias_prefix: 'rc_',
	delivery_days: '3',
	invite_policy: 'ask',
	read_along: 'tell',
	history_messages: '20',
	allowed_servers: '',
	blocked_servers: '',
	erase_deleted_users: 'keep',
	workspace_user_id: '',
	workspace_token: '',
	sync_avatars: 'true',
	sync_typing: 'true',
	sync_presence: 'false',
	sync_read_receipts: 'false',
	command_roles: 'user,admin',
	max_file_size: '0',
};

describe('configuration', () => {
	it('has these values for valid settings', () => {
		expect(configurationFrom(values, publicApi)).to.deep.equal({
			configuration: {
				homeserverUrl: 'https://matrix.example.org',
				publicApi,
				callbackUrl: publicApi,
				intake: 'push',
				domain: 'example.org',
				appserviceId: 'rocketchat',
				asToken: 'a',
				hsToken: 'h',
				botLocalpart: 'rocketchat',
				userPrefix: 'rc_',
				aliasPrefix: 'rc_',
				invitePolicy: 'ask',
				readAlong: 'tell',
				historyMessages: 20,
				allowedServers: '',
				blockedServers: '',
				eraseDeletedUsers: 'keep',
				syncAvatars: true,
				syncTyping: true,
				syncPresence: false,
				syncReadReceipts: false,
				deliveryDays: 3,
				maxFileSize: 0,
			},
		});
	});

	it('prefers the callback address that was entered', () => {
		const result = configurationFrom({ ...values, callback_url: ' http://10.0.0.1:3000/x/ ' }, publicApi);
		expect(result).to.have.nested.property('configuration.callbackUrl', 'http://10.0.0.1:3000/x');
	});

	it('allows an empty prefix', () => {
		expect(configurationFrom({ ...values, user_prefix: '' }, publicApi)).to.have.property(
			'configuration',
		);
	});

	const mistakes: readonly [change: Partial<SettingValues>, problem: string][] = [
		[{ homeserver_url: '' }, 'problem_homeserver_url_missing'],
		[{ homeserver_url: 'matrix.example.org' }, 'problem_homeserver_url_invalid'],
		[{ homeserver_url: 'ftp://example.org' }, 'problem_homeserver_url_invalid'],
		[{ homeserver_domain: ' ' }, 'problem_homeserver_domain_missing'],
		[{ homeserver_domain: 'https://example.org' }, 'problem_homeserver_domain_invalid'],
		[{ callback_url: 'chat.example.org' }, 'problem_callback_url_invalid'],
		[{ appservice_id: '' }, 'problem_appservice_id_missing'],
		[{ as_token: '' }, 'problem_token_unusable'],
		[{ hs_token: '' }, 'problem_token_unusable'],
		[{ as_token: 'it’s' }, 'problem_token_unusable'],
		[{ hs_token: 'two words' }, 'problem_token_unusable'],
		[{ hs_token: 'a' }, 'problem_tokens_equal'],
		[{ bot_localpart: '' }, 'problem_bot_localpart_invalid'],
		[{ bot_localpart: 'Rocket Chat' }, 'problem_bot_localpart_invalid'],
		[{ user_prefix: 'RC_' }, 'problem_user_prefix_invalid'],
		[{ alias_prefix: '#rc_' }, 'problem_alias_prefix_invalid'],
		[{ alias_prefix: 'rc:' }, 'problem_alias_prefix_invalid'],
		[{ alias_prefix: 'our rooms_' }, 'problem_alias_prefix_invalid'],
	];
	for (const [change, problem] of mistakes) {
		it(`reports ${problem} for ${JSON.stringify(change)}`, () => {
			expect(configurationFrom({ ...values, ...change }, publicApi)).to.deep.equal({
				problems: [problem],
			});
		});
	}

	it('lists every problem at once', () => {
		const result = configurationFrom({ ...values, homeserver_url: '', homeserver_domain: '' }, publicApi);
		expect(result).to.deep.equal({
			problems: ['problem_homeserver_url_missing', 'problem_homeserver_domain_missing'],
		});
	});
});
