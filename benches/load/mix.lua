-- For wrk: asks the lines of a file in turn (path, tab, Accept), and tells what came of it as a line of JSON.

local requests = {}
local at = 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, accept = line:match("^([^\t]+)\t(.+)$")
    table.insert(requests, wrk.format("GET", path, { Accept = accept, Host = wrk.headers["Host"] }))
  end
  -- So that not all threads begin with the same.
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16))
  at = math.random(#requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"bytes":%d,"median":%.3f,"p99":%.3f,"longest":%.3f,"not_2xx_3xx":%d,"broken":%d,"late":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
