import { assert } from 'chai';
import * as vscode from 'vscode';

describe('the preview of Markdown', () => {
  it('colours fences of dnet, and others as before', async () => {
    const content = '```dnet\nnetwork backend\n```\n\n```json\n{"a": 1}\n```\n';
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', document);
    assert.include(html, '<span class="hljs-keyword">network</span> <span class="hljs-title">backend</span>');
    assert.include(html, 'hljs-attr');
  });
});
