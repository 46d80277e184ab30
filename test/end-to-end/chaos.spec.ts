import { expect } from 'chai';
import { Bed } from '../../bench/chaos/bed';
import { play } from '../../bench/chaos/play';
import { Random } from '../../bench/chaos/random';
import type { Totals } from '../../bench/chaos/report';
import { scenarios } from '../../bench/chaos/scenarios/all';
import type { Scenario } from '../../bench/chaos/scenarios/scenario';
import { itNeeding } from '../support/left-out';
import { chosenRuntime } from '../support/runtimes';

/** The seed of all choices; `npm run chaos` tries others. */
const SEED = 12;
/** Accepted messages of each scenario and direction, with one server. */
const MESSAGES = 30;
const patience = { clean: 2_000, unclean: 45_000, limit: 180_000 };

/** The same with two servers, since each one more takes a second. */
const MESSAGES_OF_TWO = 12;

/** A share of the scenarios of `npm run chaos`: one of each kind, the quick ones. */
const onOneServer = [
	'app-killed-light',
	'workspace-sigterm',
	'workspace-sigkill',
	'synapse-sigkill',
	'request-cut',
	'request-answer-cut',
	'request-502-after',
	'request-429',
	'push-answer-cut',
	'kill-at-request-text',
];
const onTwoServers = ['two-app-killed'];
/** Those that may differ with what runs the app's code: its process ends, alone or with the server. */
const inDeno = ['app-killed-light', 'workspace-sigkill'];

const nothingWrong: Totals = {
	lost: 0,
	doubled: 0,
	reordered: 0,
	notEdited: 0,
	notDeleted: 0,
	wrongReactions: 0,
	wrongAnswers: 0,
	wrongPins: 0,
	told: 0,
	toldFalsely: 0,
	details: [],
};

describe('chaos', () => {
	changesNothing(chosenRuntime() === 'deno' ? inDeno : onOneServer, 1, MESSAGES);
});

describe('chaos with two servers', () => {
	changesNothing(onTwoServers, 2, MESSAGES_OF_TWO);
});

/** @param messages accepted messages of each scenario and direction */
function changesNothing(names: readonly string[], instances: number, messages: number): void {
	let started: Bed | undefined;
	/** Started by the first test, since hooks run also where all tests are left out. */
	const startedBed = async () =>
		(started ??= await Bed.start({
			runtime: chosenRuntime(),
			locals: 1,
			externals: 2,
			instances,
			plan: 'community',
			seed: SEED,
			progress: () => undefined,
		}));
	after(() => started?.stop());

	names.forEach((name, run) => {
		const scenario = scenarioCalled(name);

		itNeeding('chaos', `changes, loses and doubles nothing: ${scenario.title}`, async () => {
			const { row } = await play(await startedBed(), scenario, {
				...{ run, messages, patience },
				random: new Random(SEED + run),
				progress: () => undefined,
			});
			expect(row.report.rocketchat, 'to Matrix').to.deep.equal(nothingWrong);
			expect(row.report.matrix, 'to Rocket.Chat').to.deep.equal(nothingWrong);
			expect(row.failures).to.deep.equal([]);
		});
	});
}

function scenarioCalled(name: string): Scenario {
	const scenario = scenarios.find((candidate) => candidate.name === name);
	if (!scenario) {
		throw new Error(`there is no scenario ${name}`);
	}
	return scenario;
}
