import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { waitFor } from '../../../sandbox/clients/waiting';
import { mayHaveChromium, startChromium } from '../../support/chromium';
import { serveFakePage, type FakePerson } from './fake-page';

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

/** Each size of a window with each colour scheme, in which axe looks for violations. */
export const appearances = [wide, narrow].flatMap((viewport) =>
	(['light', 'dark'] as const).map((colorScheme) => ({
		viewport,
		colorScheme,
		title: `${viewport.width} pixels wide and ${colorScheme}`,
	})),
);

/** The page in a real browser. One for a spec file: `start` once, `serve` and `close` for each test. */
export class PageInChromium {
	private browser: Browser | undefined;
	private context: BrowserContext | undefined;
	server: { url: string; stop: () => Promise<void> } | undefined;
	private opened: Page | undefined;

	/** Starts the browser, if this machine can have one. */
	async start(): Promise<void> {
		this.browser = mayHaveChromium() ? await startChromium() : undefined;
	}

	async stop(): Promise<void> {
		await this.browser?.close();
	}

	async serve(left: readonly FakePerson[], right: readonly FakePerson[]): Promise<void> {
		this.server = await serveFakePage(left, right);
	}

	async close(): Promise<void> {
		await this.context?.close();
		await this.server?.stop();
	}

	/** Opens the page and waits until both columns have shown their rooms. */
	async open(options: BrowserContextOptions = { viewport: wide }): Promise<void> {
		this.context = await this.browser?.newContext(options);
		if (!this.context || !this.server) {
			throw new Error('there is no browser, or nothing to open');
		}
		this.opened = await this.context.newPage();
		await this.opened.goto(this.server.url);
		await this.opened.getByRole('status').getByText('live').waitFor();
		await this.left.locator('[role="option"]').first().waitFor({ state: 'attached' });
		await this.right.locator('[role="option"]').first().waitFor({ state: 'attached' });
	}

	get page(): Page {
		if (!this.opened) {
			throw new Error('the page is not open');
		}
		return this.opened;
	}

	get url(): string {
		return this.server?.url ?? '';
	}

	get left(): Locator {
		return this.page.locator('.side.left');
	}

	get right(): Locator {
		return this.page.locator('.side.right');
	}

	/** Runs axe with its rule for names that differ from their label, which is not on by default. */
	async violations(): Promise<unknown> {
		await this.page.evaluate(axe.source);
		return this.page.evaluate(async () => {
			const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
			const rules = { 'label-content-name-mismatch': { enabled: true } };
			const found = await run({ rules });
			return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
		});
	}
}

/** Waits until a person of the page was asked to do this. */
export async function expectCall(person: FakePerson, call: readonly unknown[]): Promise<void> {
	await waitFor({
		what: `the call ${JSON.stringify(call)}`,
		timeout: 30_000,
		interval: 20,
		look: () => person.calls.find((each) => JSON.stringify(each) === JSON.stringify(call)),
		instead: () => JSON.stringify(person.calls),
	});
}
