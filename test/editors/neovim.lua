-- Does in Neovim what a user does in a lab, and writes what came of it. Run after the configuration under test:
--   nvim --headless --clean -c 'luafile configuration.lua' -c 'luafile neovim.lua'
local questions = vim.fn.json_decode(vim.fn.readfile(vim.env.DNET_QUESTIONS))
local answers = {}

local function wait(what, condition)
  assert(vim.wait(20000, condition, 20), 'nothing came of: ' .. what)
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end

--- Opens a file and puts the cursor at an LSP position; what is asked next may be ASCII alone.
local function open(question)
  vim.cmd('edit! ' .. vim.fn.fnameescape(question.file))
  wait('a client of the buffer', function()
    local _, client = next(vim.lsp.buf_get_clients(0))
    return client and client.initialized
  end)
  vim.api.nvim_win_set_cursor(0, { question.line + 1, question.character })
end

local ask = {
  diagnostics = function()
    wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
    return vim.tbl_map(function(found)
      return { text = vim.api.nvim_buf_get_text(0, found.lnum, found.col, found.end_lnum, found.end_col, {})[1], message = found.message }
    end, vim.diagnostic.get(0))
  end,

  -- The floating window that `K` opens.
  hover = function()
    local function float()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
      end
    end
    vim.lsp.buf.hover()
    wait('a hover', float)
    local text = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, true)
    vim.api.nvim_win_close(float(), true)
    return text
  end,

  -- The items that Neovim's own omni completion would show.
  completion = function()
    local response = vim.lsp.buf_request_sync(0, 'textDocument/completion', vim.lsp.util.make_position_params(), 20000)
    local _, answer = next(response)
    local items = vim.lsp.util.text_document_completion_list_to_complete_items(answer.result, '')
    return vim.tbl_map(function(item) return item.word end, items)
  end,

  definition = function()
    local before = vim.api.nvim_win_get_cursor(0)
    vim.lsp.buf.definition()
    wait('a jump', function() return not vim.deep_equal(before, vim.api.nvim_win_get_cursor(0)) end)
    return vim.api.nvim_win_get_cursor(0)
  end,

  rename = function(question)
    local before = lines()
    vim.lsp.buf.rename(question.to)
    wait('a renaming', function() return not vim.deep_equal(before, lines()) end)
    return lines()
  end,
}

for _, question in ipairs(questions) do
  local ok, answer = pcall(function()
    open(question)
    return ask[question.ask](question)
  end)
  answers[question.ask] = ok and { answer = answer } or { problem = tostring(answer) }
end
vim.fn.writefile({ vim.fn.json_encode(answers) }, vim.env.DNET_ANSWERS)
vim.cmd('qall!')
