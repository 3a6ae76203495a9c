// In a file of its own, for the page's policy lets nothing inline run. No validator: it would tell another host about us.
SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
