import type { WorkspaceMessage } from './workspace-message';

/** A button among the blocks of a message. */
export interface MessageButton {
	readonly label: string;
	/** The app that handles it. */
	readonly appId: string;
	readonly actionId: string;
	readonly blockId: string;
	readonly value?: string;
	/** What it looks like, for example `primary` or `danger`. */
	readonly style?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** @returns the buttons of a message, in their order (packages/ui-kit, `ActionsBlock`) */
export function buttonsOf({ raw }: Pick<WorkspaceMessage, 'raw'>): MessageButton[] {
	return listIn(raw.blocks)
		.filter(({ type }) => type === 'actions')
		.flatMap(({ appId, blockId, elements }) =>
			listIn(elements)
				.filter(({ type }) => type === 'button')
				.map(({ actionId, value, style, text }) => ({
					label: textIn(fieldsIn(text).text),
					appId: textIn(appId),
					actionId: textIn(actionId),
					blockId: textIn(blockId),
					...(typeof value === 'string' && { value }),
					...(typeof style === 'string' && { style }),
				})),
		);
}

/** @returns the button of a message with this label @throws Error if there is none */
export function buttonNamed(label: string, message: Pick<WorkspaceMessage, 'raw'>): MessageButton {
	const button = buttonsOf(message).find((candidate) => candidate.label === label);
	if (!button) {
		throw new Error(`the message has no button ${label}`);
	}
	return button;
}

/** @returns the texts of a message's sections, as markdown (packages/ui-kit, `SectionBlock`) */
export function sectionTextsOf({ raw }: Pick<WorkspaceMessage, 'raw'>): string[] {
	return listIn(raw.blocks)
		.filter(({ type }) => type === 'section')
		.flatMap(({ text, fields }) => [fieldsIn(text), ...listIn(fields)])
		.map(({ text }) => textIn(text))
		.filter((text) => text !== '');
}

function listIn(value: unknown): Fields[] {
	return Array.isArray(value) ? value.map(fieldsIn) : [];
}

function fieldsIn(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
