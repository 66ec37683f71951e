// Runs at the CDN on every answer (viewer response), after the cache.
//
// S3 can only answer 200, so an address that is not a page says so in its object's metadata:
//   status    "301" or "410"; absent: a page
//   location  with 301: where to, an absolute path, already percent-encoded
// template.yaml carries this text word for word; a test compares the two.
function handler(event) {
  const response = event.response;
  const headers = response.headers;
  const status = headers['x-amz-meta-status'] ? headers['x-amz-meta-status'].value : '';
  const location = headers['x-amz-meta-location'] ? headers['x-amz-meta-location'].value : '';
  // Only a whole answer changes its status: a 304 freshens what the browser kept, which had it already.
  if (response.statusCode === 200) {
    // One leading slash: two would lead to another host.
    if (status === '301' && /^\/(?!\/)/.test(location)) {
      response.statusCode = 301;
      response.statusDescription = 'Moved Permanently';
      headers.location = { value: location };
    }
    if (status === '410') {
      response.statusCode = 410;
      response.statusDescription = 'Gone';
    }
  }
  // Metadata is between the functions and the edge: readers see none of it.
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-amz-meta-')) {
      delete headers[name];
    }
  }
  return response;
}
