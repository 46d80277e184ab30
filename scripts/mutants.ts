import ts from 'typescript';

/** A file with one small fault put into it. */
export interface Mutant {
	/** Line and column of the changed place, both from 1. */
	readonly line: number;
	readonly column: number;
	readonly before: string;
	readonly after: string;
	/** The whole text of the file with the fault. */
	readonly text: string;
}

/** What a node may be replaced with. */
type Replacements = readonly string[];

const operators: Partial<Record<ts.SyntaxKind, Replacements>> = {
	[ts.SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
	[ts.SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
	[ts.SyntaxKind.LessThanToken]: ['<=', '>='],
	[ts.SyntaxKind.LessThanEqualsToken]: ['<', '>'],
	[ts.SyntaxKind.GreaterThanToken]: ['>=', '<='],
	[ts.SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
	[ts.SyntaxKind.PlusToken]: ['-'],
	[ts.SyntaxKind.MinusToken]: ['+'],
	[ts.SyntaxKind.AsteriskToken]: ['/'],
	[ts.SyntaxKind.SlashToken]: ['*'],
	[ts.SyntaxKind.PercentToken]: ['*'],
	[ts.SyntaxKind.AmpersandAmpersandToken]: ['||'],
	[ts.SyntaxKind.BarBarToken]: ['&&'],
	[ts.SyntaxKind.QuestionQuestionToken]: ['&&'],
	[ts.SyntaxKind.PlusEqualsToken]: ['-='],
	[ts.SyntaxKind.MinusEqualsToken]: ['+='],
};

const methods: Readonly<Record<string, string>> = {
	some: 'every',
	every: 'some',
	startsWith: 'endsWith',
	endsWith: 'startsWith',
	min: 'max',
	max: 'min',
};

/** Methods whose result may be left out, so that the list or text stays as it was. */
const omittable = new Set(['filter', 'slice', 'trim', 'sort', 'reverse', 'toLowerCase', 'toUpperCase']);

/**
 * Lists the faults that tests should find in a file: conditions that are always true or false, other operators and
 * boundaries, other literals, results that are missing and statements that are left out. Types stay as they are.
 * @param text the file's content
 */
export function mutantsOf(text: string): readonly Mutant[] {
	const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
	const mutants: Mutant[] = [];
	const visit = (node: ts.Node): void => {
		if (isWithoutEffect(node)) {
			return;
		}
		for (const [changed, after] of changesOf(node)) {
			const start = changed.getStart(source);
			const { line, character } = source.getLineAndCharacterOfPosition(start);
			mutants.push({
				line: line + 1,
				column: character + 1,
				before: changed.getText(source),
				after,
				text: text.slice(0, start) + after + text.slice(changed.getEnd()),
			});
		}
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(source, visit);
	return mutants;
}

/** Whether a node is gone when the program runs, or holds nothing but names of other files. */
function isWithoutEffect(node: ts.Node): boolean {
	return (
		ts.isImportDeclaration(node) ||
		ts.isExportDeclaration(node) ||
		ts.isInterfaceDeclaration(node) ||
		ts.isTypeAliasDeclaration(node) ||
		ts.isTypeNode(node)
	);
}

function changesOf(node: ts.Node): (readonly [changed: ts.Node, after: string])[] {
	return [
		...conditionChanges(node),
		...expressionChanges(node),
		...literalChanges(node),
		...statementChanges(node),
	];
}

function conditionChanges(node: ts.Node): (readonly [ts.Node, string])[] {
	if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
		const condition = ts.isIfStatement(node) ? node.expression : node.condition;
		return ['true', 'false'].map((after) => [condition, after] as const);
	}
	if (ts.isWhileStatement(node) || ts.isForStatement(node)) {
		const condition = ts.isWhileStatement(node) ? node.expression : node.condition;
		return condition ? [[condition, 'false']] : [];
	}
	return [];
}

function expressionChanges(node: ts.Node): (readonly [ts.Node, string])[] {
	if (ts.isBinaryExpression(node)) {
		const operator = node.operatorToken;
		return (operators[operator.kind] ?? []).map((after) => [operator, after] as const);
	}
	if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
		return [[node, node.operand.getText()]];
	}
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
		const { name, expression } = node.expression;
		const other = methods[name.text];
		return [
			...(other === undefined ? [] : [[name, other] as const]),
			...(omittable.has(name.text) ? [[node, expression.getText()] as const] : []),
		];
	}
	if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
		return isNothing(node.body) ? [] : [[node.body, 'undefined']];
	}
	return [];
}

function literalChanges(node: ts.Node): (readonly [ts.Node, string])[] {
	if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
		return [[node, node.kind === ts.SyntaxKind.TrueKeyword ? 'false' : 'true']];
	}
	if (ts.isNumericLiteral(node)) {
		return [[node, `(${node.getText()} + 1)`]];
	}
	if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && !isName(node)) {
		return [[node, node.text === '' ? "'other'" : "''"]];
	}
	if (ts.isTemplateExpression(node)) {
		return [[node, "''"]];
	}
	if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) {
		return [[node, '[]']];
	}
	if (ts.isObjectLiteralExpression(node) && node.properties.length > 0) {
		return [[node, ts.isArrowFunction(node.parent) ? '({})' : '{}']];
	}
	return [];
}

function statementChanges(node: ts.Node): (readonly [ts.Node, string])[] {
	if (ts.isExpressionStatement(node) && !isSuperCall(node.expression)) {
		return [[node, ';']];
	}
	if (ts.isThrowStatement(node)) {
		return [[node, ';']];
	}
	if (ts.isReturnStatement(node)) {
		if (node.expression && !isNothing(node.expression)) {
			return [[node, 'return undefined;']];
		}
		return ts.isBlock(node.parent) && node.parent.statements.at(-1) === node ? [[node, ';']] : [];
	}
	return [];
}

function isNothing(node: ts.Node): boolean {
	return node.getText() === 'undefined';
}

function isSuperCall(node: ts.Expression): boolean {
	return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** Whether a text names a property or a literal type. */
function isName(node: ts.Node): boolean {
	const { parent } = node;
	return ts.isPropertyAssignment(parent) && parent.name === node;
}
