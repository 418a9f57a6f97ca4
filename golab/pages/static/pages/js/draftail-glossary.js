/* The editor's "Glossary term" button: chooses a term and marks the selected words with it. */
(() => {
  const { DocumentModalWorkflowSource, TooltipEntity } = window.draftail;
  const { Icon } = window.wagtail.components;

  class GlossarySource extends DocumentModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.glossaryChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(chosen) {
      return { id: chosen.id, string: chosen.string };
    }
  }

  const GlossaryTerm = (props) => {
    const { string } = props.contentState.getEntity(props.entityKey).getData();
    const icon = window.React.createElement(Icon, { name: "openquote" });
    return window.React.createElement(TooltipEntity, { ...props, icon, label: string });
  };

  window.draftail.registerPlugin(
    { type: "GLOSSARY-TERM", source: GlossarySource, decorator: GlossaryTerm },
    "entityTypes",
  );
})();
