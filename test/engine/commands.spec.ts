import { expect } from 'chai';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { subcommands } from '../../src/commands/subcommands';
import { usageOf } from '../../src/commands/subcommand';
import en from '../../i18n/en.json';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';

describeOnRuntimes('/federation, in the real engine', (runtime) => {
	let app: InstalledApp;
	let alice: WorkspacePerson;

	before(async () => {
		app = await InstalledApp.start({}, { runtime });
		alice = await app.person('alice');
	});
	after(() => app.stop());

	const userHelp = [
		'**What /federation can do**',
		'• `/federation help [command]` shows this list, or what one command does',
		'• `/federation dm @user:server` opens a direct message with people on Matrix',
		'• `/federation create NAME [public] [@user:server …]` creates a federated group, or with `public` a channel, also with people on Matrix (Starter plan or higher)',
		'• `/federation bridge` federates the channel or group in which you type it (Starter plan or higher)',
		'• `/federation link #room:server` links the channel or group in which you type it to a room that exists on Matrix already (Starter plan or higher)',
		'• `/federation unlink [confirm]` unlinks the federated room in which you type it from Matrix; it asks you first',
		'• `/federation search [term] [server]` lists the public rooms of a server on Matrix, with buttons to join them (Starter plan or higher)',
		'• `/federation join #room:server [knock]` joins a room on Matrix; with `knock`, asks its members to let you in (Starter plan or higher)',
		'• `/federation leave` leaves the federated room in which you type it, on both sides',
		'• `/federation members [page]` lists the people of this federated room on Matrix, with their roles',
		'• `/federation whois NAME|@user:server` shows the names of a person on both sides, and the rooms that you share',
		'• `/federation invite @user:server` invites people on Matrix to the federated room in which you type it (Starter plan or higher)',
		'• `/federation kick @user:server [REASON]` removes somebody from the federated room',
		'• `/federation ban @user:server [REASON]` removes somebody from the federated room and keeps them out',
		'• `/federation unban @user:server [REASON]` lets somebody who was banned come back',
		'• `/federation invitations` lists the invitations from Matrix that wait for your answer',
		'• `/federation accept NUMBER|ID` accepts an invitation from Matrix',
		'• `/federation decline NUMBER|ID` declines an invitation, or all of one person or server',
		"• `/federation plan` shows what this workspace's plan includes",
	];
	const words =
		'`@user:server` is the id of a person on Matrix, such as `@bob:example.org`. A federated room is a room here and on Matrix at the same time. Words in [brackets] may be left out.';
	const preview = async (person: WorkspacePerson, parameters: string) =>
		(await person.previewCommand('federation', parameters, 'GENERAL')).items.map(({ value }) => value);

	it('lists what this person may do', async () => {
		for (const typed of ['', 'help', 'HELP', '  help  ']) {
			expect((await app.command(alice, typed)).split('\n'), typed).to.deep.equal([...userHelp, words]);
		}
	});

	it('explains one command', async () => {
		const dm = userHelp.find((line) => line.includes('/federation dm'));
		for (const typed of ['help dm', 'help DM']) {
			expect((await app.command(alice, typed)).split('\n'), typed).to.deep.equal([dm, words]);
		}
	});

	it('shows administrators more', async () => {
		expect((await app.command(app.admin, 'help')).split('\n')).to.deep.equal([
			...userHelp,
			'• `/federation status` checks the connection and says what is wrong and how to fix it',
			'• `/federation parked` lists what could not be sent to the other side (parked events), with reason and remedy',
			'• `/federation retry ID|REASON|all` tries to send parked events again',
			'• `/federation drop ID|REASON|all` deletes parked events for good',
			'• `/federation deleted` lists the people and rooms that were deleted here, and what the app did for them on Matrix',
			words,
		]);
	});

	it('lists what a higher plan has once the workspace is on it', async () => {
		await app.putOnPlan('starter');
		try {
			expect(await app.command(alice, 'help')).to.include('`/federation dm @user:server …`');
		} finally {
			await app.putOnPlan('community');
		}
	});

	const answers: readonly [typed: string, answer: string][] = [
		['help dn', 'There is no `/federation dn`. Type `/federation help` to see what you can do.'],
		['help status', 'There is no `/federation status`. Type `/federation help` to see what you can do.'],
		['hlep', 'There is no `/federation hlep`. Did you mean `/federation help`?'],
		['dn @bob:example.org', 'There is no `/federation dn`. Did you mean `/federation dm`?'],
		['statsu', 'There is no `/federation statsu`. Type `/federation help` to see what you can do.'],
		['`x`', "There is no `/federation 'x'`. Type `/federation help` to see what you can do."],
		[
			'"two words"',
			'There is no `/federation two words`. Type `/federation help` to see what you can do.',
		],
		['plan now', '`now` does not belong here. Type `/federation plan`.'],
		['members abc', '`abc` does not belong here. Type `/federation members [page]`.'],
		['members 0', '`0` does not belong here. Type `/federation members [page]`.'],
		['members 1 2', '`2` does not belong here. Type `/federation members [page]`.'],
		['unlink now', '`now` does not belong here. Type `/federation unlink [confirm]`.'],
		['leave now', '`now` does not belong here. Type `/federation leave`.'],
		[
			'create',
			'Federated channels and direct messages of several people need the Starter plan or higher; this workspace has Community. Nothing was changed.',
		],
		[
			'dm ""',
			'`@user:server` is missing. Type `/federation dm @user:server`. `/federation help dm` explains it.',
		],
		['status', 'Only administrators may use `/federation status`. Ask one of them if you need it.'],
	];
	for (const [typed, answer] of answers) {
		it(`answers “${typed}” with “${answer}”`, async () => {
			expect(await app.command(alice, typed)).to.equal(answer);
		});
	}

	it('refuses words that a command of the plan does not know', async () => {
		await app.putOnPlan('starter');
		try {
			for (const [typed, unknown] of [
				['please', 'please'],
				['knock knock', 'knock'],
			] as const) {
				expect(await app.command(alice, `join #x:example.org ${typed}`)).to.equal(
					`\`${unknown}\` does not belong here. Type \`/federation join #room:server [knock]\`.`,
				);
			}
		} finally {
			await app.putOnPlan('community');
		}
	});

	it('suggests a command of administrators to an administrator who mistypes it', async () => {
		expect(await app.command(app.admin, 'statsu')).to.equal(
			'There is no `/federation statsu`. Did you mean `/federation status`?',
		);
	});

	it('requires the roles of the setting, except for help and plan', async () => {
		await app.administration.setAppSettings(app.appId, { command_roles: 'moderator, owner' });
		try {
			expect(await app.command(alice, 'dm @bob:example.org')).to.equal(
				'You may not use `/federation dm`. It needs one of these roles: moderator, owner. An administrator can give you one.',
			);
			expect(await app.command(alice, 'help')).not.to.include('/federation dm');
			expect(await app.command(alice, 'plan')).to.include('Community');
		} finally {
			await app.administration.setAppSettings(app.appId, { command_roles: 'user,admin' });
		}
	});

	it('offers the subcommands that match the typed text', async () => {
		const offers = await preview(alice, '');
		expect(offers).to.deep.equal(
			// The server passes on ten offers: apps/meteor/app/utils/server/slashCommand.ts, getPreviews.
			userHelp.slice(1, 11).map((line) => line.replace('• `', '').replace('` ', ' – ')),
		);
		expect(await preview(alice, 'P')).to.deep.equal([
			"/federation plan – shows what this workspace's plan includes",
		]);
		expect(await preview(app.admin, 'st')).to.have.length(1);
		expect(await preview(alice, 'st')).to.deep.equal([]);
	});

	it('offers nothing for an id that is typed wholly, so that it is run as it is', async () => {
		expect(await preview(alice, 'dm @bob:example.org')).to.deep.equal([]);
	});

	it('runs the picked offer', async () => {
		const told = alice.notices.length;
		await alice.choosePreview('federation', 'pl', 'GENERAL', { id: 'plan', type: 'text', value: 'plan' });
		const { text } = await alice.waitForNotice((notice) => alice.notices.indexOf(notice) >= told);
		expect(text).to.match(/^\*\*This workspace has the Community plan\*\*/);
	});

	it('runs the typed text if the picked offer no longer matches it', async () => {
		const told = alice.notices.length;
		const item = { id: 'help', type: 'text', value: 'help' };
		await alice.choosePreview('federation', 'plan now', 'GENERAL', item);
		const { text } = await alice.waitForNotice((notice) => alice.notices.indexOf(notice) >= told);
		expect(text).to.equal('`now` does not belong here. Type `/federation plan`.');
	});

	it('refuses a picked offer to a person who may not run it', async () => {
		const told = alice.notices.length;
		const item = { id: 'status', type: 'text', value: 'status' };
		await alice.choosePreview('federation', '', 'GENERAL', item);
		const { text } = await alice.waitForNotice((notice) => alice.notices.indexOf(notice) >= told);
		expect(text).to.match(/^Only administrators may use/);
	});

	it('answers in the language of the person, otherwise of the workspace', async () => {
		await alice.setLanguage('de');
		expect((await app.command(alice, 'plan')).split('\n')[0]).to.equal(
			'**Dieser Workspace hat den Plan Community**',
		);
		expect(await app.command(alice, 'dm @bob:example.org @dan:example.org')).to.equal(
			'Um per Befehl eine Direktnachricht mit mehreren Personen zu öffnen, ist mindestens der Plan Starter nötig; dieser Workspace hat Community. Es wurde niemand eingeladen. Mit einer Person geht es: `/federation dm @user:server`.',
		);
		expect((await app.command(app.admin, 'plan')).split('\n')[0]).to.equal(
			'**This workspace has the Community plan**',
		);
		await app.administration.changeSetting('Language', 'fr');
		await app.changeAccess();
		expect((await app.command(app.admin, 'plan')).split('\n')[0])
			.to.match(/Community\*\*$/)
			.and.not.include('workspace has');
	});

	it('announces the parameters of every subcommand', () => {
		const all = subcommands.map((subcommand) =>
			usageOf(subcommand, 'enterprise').replace('/federation ', ''),
		);
		expect(en.command_parameters).to.equal(all.join(' | '));
	});
});
