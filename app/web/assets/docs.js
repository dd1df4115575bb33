// Starts Swagger UI; apart from the page, so that the policy needs no inline script.

// An empty field shows the parameter's example in grey; nothing is sent until it is filled in.
const examplesAsPlaceholders = () => ({
  wrapComponents: {
    JsonSchemaForm: (Original, { React }) => (props) => {
      const examples = props.schema?.get?.("examples");
      const first = examples?.get?.(0);
      const placeholder = first === undefined ? props.description : String(first);
      return React.createElement(Original, { ...props, description: placeholder });
    },
  },
});

window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  plugins: [examplesAsPlaceholders],
  validatorUrl: null,
});
